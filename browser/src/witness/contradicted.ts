/** What this machine shows is not what this device has seen; `code` is the fault, as docs/record-format.md names it. */
export class Contradicted extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}
