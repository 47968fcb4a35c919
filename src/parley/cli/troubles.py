"""What went wrong, for the operator at the terminal: one place that makes the sentence."""

import errno


def said_in_words(fault: BaseException) -> str:
    """Return the sentence for a fault that ended a command: what, what was not done, what next."""
    if isinstance(fault, OSError) and fault.errno == errno.EADDRINUSE:
        return "The port is taken by another program. Nothing was started. Choose another with --port, or 0 for a free one."
    if isinstance(fault, PermissionError):
        return f"Not allowed to use {fault.filename or 'the port'}. Nothing was started."
    return str(fault)
