"""Write docs/acts.md from the catalog; with ``--check``, say whether it is current (exit 1 if not)."""

import sys
from pathlib import Path

from parley.app.schema import acts_page

PAGE = Path(__file__).parents[1] / "docs" / "acts.md"


def main() -> int:
    page = acts_page()
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.exists() and PAGE.read_text("utf-8") == page else 1
    PAGE.write_text(page, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
