"""Lists read in a process apart: a file that breaks the library that opens it breaks that process alone.

    ReaderApart(bounds)(data, filename, mapping) -> ParsedList     as ``parley.lists.read.read_table``, one process a file
        Raises: ReadError; beside the codes of reading:
            reader_died     it crashed, or what it answered is no table
            reader_memory   it asked for more memory than it may have
            reader_time     it took more time than it may have
            reader_busy     others are being read, or the machine can start no process: the file was not looked at

``parent`` starts, bounds and ends it; ``child`` gives up what it does not need, then reads; ``answers`` is what passes
between them, and the only thing of the child's that the parent believes, after looking at it.
"""

from parley.apart.parent import Bounds, ReaderApart

__all__ = ["Bounds", "ReaderApart"]
