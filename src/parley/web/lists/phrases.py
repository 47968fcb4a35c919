"""Sentences about the lists.

Tables of the same name in every domain are one table to a page: what waits, what happened, sheets, reasons.
"""

from collections.abc import Mapping
from typing import Final

from parley.web.words.phrases import N_, P_, Phrase

WAITING: Final[Mapping[str, Phrase]] = {
    "deposit_list": N_("<b>Hand over your list</b>: %(list)s"),
    "countersign_deposit": N_("<b>Countersign the list</b> that your list officer handed over: %(list)s"),
    "receive_lists": N_("<b>Sign the receipt</b> for the opened lists"),
    "sign_threshold": N_("<b>Sign from where pairs count as sure</b>"),
    "confirm_bulk": P_("<b>Confirm one sure pair</b>", "<b>Confirm %(n)s sure pairs</b> with one signature", "pairs"),
    "decide_pairs": P_("<b>Look at one pair</b> that may be one person", "<b>Look at %(n)s pairs</b> that may be one person", "count"),
}  # fmt: skip

HAPPENED: Final[Mapping[str, Phrase]] = {
    "lists.deposited.1": P_("%(party)s handed over a sealed list of one row", "%(party)s handed over a sealed list of %(n)s rows", "rows"),
    "lists.deposit-countersigned.1": N_("The head of %(party)s countersigned its list"),
    "lists.opened.1": N_("All lists were in, and were opened"),
    "lists.received.1": N_("%(party)s signed the receipt for the lists"),
    "lists.matched.1": N_("The lists were compared"),
    "lists.threshold-signed.1": N_("%(party)s signed from where pairs count as sure: %(basis_points)s"),
    "lists.bulk-confirmed.1": P_("%(party)s confirmed one sure pair", "%(party)s confirmed %(n)s sure pairs", "pairs"),
    "lists.pair-decided.1": N_("%(party)s decided a pair"),
}  # fmt: skip

BOTH: Final[Mapping[str, Phrase]] = {
    "lists.threshold-signed.1": N_("Both sides signed from where pairs count as sure: %(basis_points)s"),
    "lists.received.1": N_("Both sides signed the receipt for the lists"),
}  # fmt: skip

RUNS: Final[Mapping[str, Phrase]] = {
    "lists.pair-decided.1": P_("One pair was decided", "%(n)s pairs were decided, one by one", "count"),
}  # fmt: skip

OUTCOMES: Final[Mapping[str, Phrase]] = {
    "cleared": N_("Cleared by both sides"),
    "sure": N_("Sure pair, awaits confirmation"),
    "to_decide": N_("To be looked at"),
    "one_side": N_("One side has decided"),
    "differs": N_("The sides differ"),
    "not_same": N_("Not the same person, say both"),
    "not_held": N_("Not found among the holdings"),
    "unanswered": N_("Not compared yet"),
}  # fmt: skip

WHY: Final[Mapping[str, Phrase]] = {
    "agree": N_("These agree: %(fields)s."),
    "differ": N_("These differ: %(fields)s."),
    "against": N_("Against %(claim)s stands %(holding)s."),
    "alone": N_("%(word)s stands in one of the two alone."),
    "rare": N_("%(word)s is a rare name, so it tells much."),
}  # fmt: skip

LEFT: Final[Mapping[str, Phrase]] = {
    "several": N_("A cell holds more than one person, so people say who is meant."),
    "another_father": N_("The lists name two different fathers."),
    "another_grandfather": N_("The lists name two different grandfathers."),
    "another_mother": N_("The lists name two different mothers."),
    "another_others": N_("The lists name two different husbands."),
    "another_birth_year": N_("The births are ten years apart or more."),
    "another_age": N_("The ages are too far apart for one person, whenever they were true."),
    "another_unborn": N_("One list has them taken before the other has them born."),
    "another_captured_on": N_("The dates of capture are five years apart or more."),
    "another_sex": N_("One list says a man, the other a woman."),
    "another_province": N_("The provinces differ, and the name is not rare enough to outweigh that."),
    "rival": N_("Another row fits as well."),
    "rival_undated": N_("Another row fits as well, and an age without the date on which it was true proves nothing."),
    "rival_mother": N_("Another row fits as well, and only one of the two names the mother."),
    "rival_mothers": N_("Another row fits as well, and mothers' names that agree make nobody likelier."),
    "near_twin": N_("The names differ in a letter that tells people apart."),
    "taken": N_("Another row fits one of the two better."),
    "unsure": N_("What the rows say is not enough to be sure."),
    "unsure_undated": N_("What the rows say is not enough to be sure: an age without the date on which it was true proves nothing."),
    "unsure_mother": N_("What the rows say is not enough to be sure: only one of the two names the mother."),
    "unsure_mothers": N_("What the rows say is not enough to be sure: mothers' names that agree make nobody likelier."),
    "unsure_names": N_("What the rows say is not enough to be sure: nothing but the names can be compared."),
    "alias": N_("They fit by another name than the one written first."),
    "differs": N_("A part of the name is another one, or stands in one of the two alone."),
    "not_understood": N_("A column that was not understood may hold the father."),
    "letters": N_("Only the letters of the name are the same, and its words are cut otherwise."),
    "threshold": N_("By the comparison a sure pair, but below %(threshold)s, from where both sides confirm pairs together."),
}  # fmt: skip

LISTS: Final[Mapping[str, Phrase]] = {
    "claims": N_("the people you claim"),
    "holdings": N_("the people you hold"),
}  # fmt: skip

LIST_NAMES: Final[Mapping[str, Phrase]] = {
    "claims": N_("People claimed"),
    "holdings": N_("People held"),
}  # fmt: skip

DEPOSITS: Final[Mapping[str, Phrase]] = {
    "awaiting_head": N_("Awaits the head of delegation's signature"),
    "sealed": N_("Sealed"),
    "opened": N_("Opened"),
    "received": N_("Received by both sides"),
}  # fmt: skip

FIELDS: Final[Mapping[str, Phrase]] = {
    "id": N_("Number"),
    "name": N_("Name"),
    "surname": N_("Family name"),
    "age": N_("Age"),
    "father": N_("Father"),
    "grandfather": N_("Grandfather"),
    "nickname": N_("Also called"),
    "born": N_("Born"),
    "birth_year": N_("Born"),
    "home": N_("Home"),
    "province": N_("Province"),
    "district": N_("District"),
    "sex": N_("Sex"),
    "taken": N_("Taken"),
    "captured_on": N_("Taken on"),
    "captured_at": N_("Taken at"),
    "register_number": N_("Register number"),
    "place_held": N_("Place held"),
    "legal_status": N_("Legal status"),
    "health": N_("Health"),
    "capacity": N_("Capacity"),
}  # fmt: skip

SHEETS: Final[Mapping[str, Phrase]] = {
    "lists.deposited.1": N_("You are handing over this list for %(party)s"),
    "lists.deposit-countersigned.1": N_("You are countersigning this list for %(party)s"),
    "lists.received.1": N_("You are signing the receipt for the lists"),
    "lists.threshold-signed.1": N_("You are signing from where pairs count as sure"),
    "lists.bulk-confirmed.1": N_("You are confirming the sure pairs for %(party)s"),
}  # fmt: skip

BUTTONS: Final[Mapping[str, Phrase]] = {
    "lists.deposited.1": N_("Hand over this list"),
    "lists.deposit-countersigned.1": N_("Countersign this list"),
    "lists.received.1": N_("Sign the receipt"),
    "lists.threshold-signed.1": N_("Sign the threshold"),
    "lists.bulk-confirmed.1": N_("Confirm the sure pairs"),
}  # fmt: skip

COMMITS: Final[Mapping[str, Phrase]] = {
    "lists.deposited.1": N_("that this is your side's list, in this version. It cannot be changed afterwards; a new version can be handed over."),
    "lists.deposit-countersigned.1": N_("that your list officer handed over this list for your side."),
    "lists.received.1": N_("that you were handed exactly these lists, with their salts. It says nothing about what is in them."),
    "lists.threshold-signed.1": N_("that pairs at %(threshold)s or above may be confirmed together; every pair below is looked at one by one."),
    "lists.bulk-confirmed.1": P_("that in this one pair both rows are the same human being.", "that in each of these %(n)s pairs both rows are the same human being.", "pairs"),
}  # fmt: skip

FACTS: Final[Mapping[str, Phrase]] = {
    "rows": N_("Rows"),
    "aside": N_("Rows that were taken for nobody"),
    "size": N_("Size"),
    "list": N_("List"),
    "threshold": N_("From"),
    "pairs": N_("Pairs"),
    "columns": N_("Columns"),
}  # fmt: skip

CONTENTS: Final[Mapping[str, Phrase]] = {
    "claims": N_("People claimed"),
    "holdings": N_("People held"),
    "pairs": N_("The sure pairs"),
}  # fmt: skip

NOTES: Final[Mapping[str, Phrase]] = {
    "no_name": P_("One row has no name and is left out.", "%(n)s rows have no name and are left out.", "count"),
    "repeated_header": P_("One row repeats the header and is left out.", "%(n)s rows repeat the header and are left out.", "count"),
    "page_header": P_("One row is a page heading and is left out.", "%(n)s rows are page headings and are left out.", "count"),
    "section": P_("One row stands over others and is no person.", "%(n)s rows stand over others and are no persons.", "count"),
    "province_carried": P_("One person's province is read from the row that stands over them.", "%(n)s people's province is read from the row that stands over them.", "count"),
    "total": P_("One row is a total and is left out.", "%(n)s rows are totals and are left out.", "count"),
    "blank": P_("One row is blank.", "%(n)s rows are blank.", "count"),
    "people_on_other_sheets": P_("One more person is on another sheet, which was not read. Save each sheet that you mean as a file of its own.", "%(n)s more people are on other sheets, which were not read. Save each sheet that you mean as a file of its own.", "count"),
    "second_header": P_("One row is the header of another table; the rows below are read by it.", "%(n)s rows are headers of other tables; the rows below are read by them.", "count"),
    "tags": P_("One row of tags under the header is left out.", "%(n)s rows of tags under the header are left out.", "count"),
    "continued": P_("One row goes on with the one above it.", "%(n)s rows go on with the one above them.", "count"),
    "ragged": P_("One row has cells that fit no columns: it was not understood and is left out. Mend it in the file.", "%(n)s rows have cells that fit no columns: they were not understood and are left out. Mend them in the file.", "count"),
    "rows_mended": P_("One row with too many cells, or broken over lines, was put right. Look at it.", "%(n)s rows with too many cells, or broken over lines, were put right. Look at them.", "count"),
    "tables_stacked": P_("One table was read.", "%(n)s tables stand one under the other; each was read by its own header.", "count"),
    "columns_rival": P_("One column says by its heading what another was taken for, and was not read.", "%(n)s columns say by their headings what others were taken for, and were not read.", "count"),
    "columns_hidden": P_("One hidden column holds something, and was read like the others: %(headings)s.", "%(n)s hidden columns hold something, and were read like the others: %(headings)s.", "count"),
    "sex_not_known": P_("One person's sex is a code of which nothing tells the meaning: %(codes)s. It is compared with nothing. Write the word, or what each code means into the heading.", "%(n)s people's sex is a code of which nothing tells the meaning: %(codes)s. It is compared with nothing. Write the word, or what each code means into the heading.", "count"),
    "rows_hidden": P_("One hidden row was read like the others.", "%(n)s hidden rows were read like the others.", "count"),
    "people_on_hidden_sheets": P_("One more person is on a hidden sheet, which was not read.", "%(n)s more people are on hidden sheets, which were not read.", "count"),
    "ids_not_unique": P_("One person shares a number with another.", "%(n)s people share their number with another.", "count"),
    "ids_rounded": P_("One number lost its last figures before it came here. Export it as text.", "%(n)s numbers lost their last figures before they came here. Export them as text.", "count"),
    "text_mended": P_("One cell had been read in a wrong code page and was set right. Look at it.", "%(n)s cells had been read in a wrong code page and were set right. Look at them.", "count"),
    "letters_lost": P_("One cell has a sign for a letter that a program could not write. Export the list again as XLSX or CSV in UTF-8.", "%(n)s cells have signs for letters that a program could not write. Export the list again as XLSX or CSV in UTF-8.", "count"),
    "columns_not_understood": P_("One column holds names, and its heading does not tell whose: %(headings)s. It was not read. If it is the father's, mend the heading in the file: without it every pair is left to people.", "%(n)s columns hold names, and their headings do not tell whose: %(headings)s. They were not read. If one is the father's, mend its heading in the file: without it every pair is left to people.", "count"),
    "name_by_content": N_("The names were taken from this column by what it holds: %(headings)s. Its heading does not say so."),
    "name_of_whom": N_("The names were taken from this column, whose heading may mean somebody else: %(headings)s."),
    "cells_unread": P_("One row says something in a column without a heading, which was not read. Is it another person?", "%(n)s rows say something in a column without a heading, which was not read. Are they other people?", "count"),
    "fathers_below": P_("One father was taken from the name in the row below. Look at it.", "%(n)s fathers were taken from the names in the rows below. Look at them.", "count"),
    "fathers_in_brackets": P_("One father was taken from the brackets behind the name. Look at it.", "%(n)s fathers were taken from the brackets behind the names. Look at them.", "count"),
    "numbers_for_fathers": P_("One person has a number where the father should stand. It was left out.", "%(n)s people have a number where the father should stand. It was left out.", "count"),
    "tables_joined": P_("One table goes on with the one before, and was read with it as one list.", "%(n)s tables go on with the one before, and were read with it as one list.", "count"),
    "lines_outside": P_("One line of text stands in no table and was not read. Is a person in it?", "%(n)s lines of text stand in no table and were not read. Are people among them?", "count"),
    "signature": P_("One row signs the list and is no person.", "%(n)s rows sign the list and are no persons.", "count"),
    "struck": P_("One row is struck through and was not read.", "%(n)s rows are struck through and were not read.", "count"),
    "text_mirrored": P_("One cell stood mirrored and was turned. Look at it.", "%(n)s cells stood mirrored and were turned. Look at them.", "count"),
}  # fmt: skip

ASIDE: Final[Mapping[str, Phrase]] = {
    "no_name": N_("no name"),
    "ragged": N_("its cells fit no columns"),
    "repeated_header": N_("the header again"),
    "second_header": N_("the header of another table"),
    "page_header": N_("a heading or a note"),
    "section": N_("stands over others"),
    "total": N_("a total"),
    "tags": N_("tags under the header"),
    "continued": N_("goes on with the row above"),
    "signature": N_("signs the list"),
    "struck": N_("struck through"),
    "outside": N_("in no table"),
    "title": N_("above the header"),
    "other_sheet": N_("on a sheet that was not read"),
    "hidden_sheet": N_("on a hidden sheet, not read"),
}  # fmt: skip

NOT_SHOWN: Final[Mapping[str, Phrase]] = {
    "claims": N_("A spreadsheet. How it was read, and its rows, stand on the page of the lists."),
    "holdings": N_("A spreadsheet. How it was read, and its rows, stand on the page of the lists."),
}  # fmt: skip

REASONS: Final[Mapping[str, Phrase]] = {
    "file_too_large": N_("The file holds more than a list does, or is larger than 20 MB. A list as a spreadsheet is far smaller; look what else is in it."),
    "list_kind_unknown": N_("“%(list)s” is not a kind of list. It is claims or holdings."),
    "lists_not_opened": N_("The lists are still sealed. They open when all are in."),
    "lists_opened_already": N_("The lists are open. A new version can be handed over only before that."),
    "columns_malformed": N_("Columns are named by what they hold and their letters. Read the file again and say which they are."),
    "columns_no_name": N_("No column was said to hold the names, so nothing was read anew. Say which one does."),
    "deposit_unknown": N_("There is no such deposit."),
    "deposit_replaced": N_("A newer version of this list was handed over."),
    "deposit_of_another_party": N_("This list is not of your side."),
    "deposit_countersigned_already": N_("This list is countersigned already."),
    "digests_differ_deposit": N_("What you were shown is not the list that was handed over. Open the sheet again."),
    "receipt_differs": N_("The receipt does not name exactly the lists you were handed."),
    "received_already": N_("Your side has signed the receipt already."),
    "receipts_missing": N_("Receipts are still missing from: %(parties)s."),
    "match_unknown": N_("There is no such comparison of the lists."),
    "matched_already": N_("The lists were compared already."),
    "threshold_out_of_range": N_("The threshold lies between %(least)s and %(most)s in a hundred."),
    "threshold_signed_already": N_("Your side has signed this threshold already."),
    "threshold_not_common": N_("Both sides have not signed the same threshold yet."),
    "threshold_differs": N_("The threshold both sides signed is %(signed)s in a hundred, this says %(said)s."),
    "bulk_confirmed_already": N_("Your side has confirmed the sure pairs already."),
    "bulk_differs": N_("There are %(found)s sure pairs; this says %(said)s. Open the sheet again."),
    "pair_not_candidate": N_("Rows %(claim)s and %(holding)s were not proposed as a pair."),
    "pair_in_bulk": N_("The pair of row %(claim)s is among the sure ones; it is confirmed together with them."),
    "pair_decided_already": N_("Your side has decided the pair of row %(claim)s already."),
    "deposit_rows_differ": N_("The file has %(found)s rows; this says %(said)s. Open the sheet again."),
    "deposit_size_differ": N_("The file has %(found)s bytes; this says %(said)s. Open the sheet again."),
    "file_missing": N_("No file arrived. Choose one and send it again."),
    "file_damaged": N_("The file is damaged, or is not what its name says. Open it in a spreadsheet program and save it again as XLSX or as CSV in UTF-8."),
    "file_locked": N_("The file is locked with a password. Save it without one and send it again."),
    "file_web_page": N_("This is a web page or XML, and no table in it holds anything. Open it in a spreadsheet program and save it as XLSX."),
    "file_side_by_side": N_("Two lists stand side by side on the sheet, or two people in each row. Put one under the other, or save each as a file of its own."),
    "file_turned": N_("The headings stand one under the other. Turn the list so that each person has a row: copy it, and paste it transposed."),
    "file_in_lines": N_("Each person stands in several lines, the headings before them. Make it a table with one heading for each column and one row for each person."),
    "file_names_of_others": N_("The only names in the file stand under a heading about somebody else: who reports, a lawyer, a relative. If they are the people of the list, change the heading to “Name”."),
    "file_labels_in_cells": N_("The name stands in one cell with the father, the age or other things, each behind a word for it. Divide that column into a column for each."),
    "file_no_heading": N_("A column holds names and has no heading: fathers, or a second person in each row. Give it a heading, or put the second people into rows of their own."),
    "file_stacked": N_("The file holds several tables under one another, and in one of them the column of names cannot be told. Save each as a file of its own, or give all the same headings."),
    "file_two_columns": N_("Two columns have the same heading for the name, and hold different people's. Change the heading of the one that is not meant."),
    "file_hidden_sheet": N_("No visible sheet holds a list, but a hidden one does. Unhide it, or save the sheet that you mean as a file of its own."),
    "file_not_names": N_("What stands where names should does not look like names: the text was read in a wrong code page before it came here. Export the list again as XLSX or CSV in UTF-8."),
    "file_unreadable": N_("No list could be read from this file. It needs a column of names, with a header in the first twenty rows."),
    "reader_died": N_("This file could not be read: it broke the program that reads lists. Nothing was stored. Save it anew as XLSX or CSV and try again."),
    "reader_memory": N_("This file could not be read: it took more memory than a list of a hundred thousand rows needs. Nothing was stored. Save the list alone, anew, as XLSX or CSV and try again."),
    "reader_time": N_("This file could not be read: it took longer than a list of a hundred thousand rows needs. Nothing was stored. Save it anew as XLSX or CSV and try again."),
    "reader_busy": N_("The machine is busy with other lists, and this one was not looked at. Nothing was stored. Try again in a minute."),
}  # fmt: skip
