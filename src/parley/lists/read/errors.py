"""The one exception that leaves this package."""

from parley.base import RuleError


class ReadError(RuleError):
    """The file cannot be read: ``code`` says why, ``numbers`` how much or where. Nothing was kept.

    Codes: empty_file, too_large, not_a_table, broken_file, zip_bomb, too_many_parts, too_many_columns, too_many_cells,
    too_many_rows, encrypted, nul_bytes, odd_encoding, no_sheet, no_header, no_name_column, map_unknown_field,
    map_unknown_column, wrong_kind, no_table, side_by_side, headings_in_column, two_columns, names_of_others, no_heading, stacked,
    hidden_sheet, not_names, labels_in_cells.
    """
