"""Make the small spreadsheets in fixtures/: made-up people, as ministries and movements lay them out.

    python tests/lists/read/make_fixtures.py        (needs openpyxl and xlsxwriter; soffice for the last ones)

xlsxwriter, openpyxl and LibreOffice each write their own; LibreOffice also turns one into old XLS, ODS and HTML.
"""

import csv
import datetime
import io
import shutil
import subprocess
import tempfile
from pathlib import Path

import openpyxl
import xlsxwriter

HERE = Path(__file__).parent / "fixtures"
ROWS = [
    ["۱", "حاجی محمد نذیر احمدزی", "گل محمد", "۱۳۶۰", "خوست", "۱۵ سنبله ۱۳۹۷", "خ-۱۰۱"],
    ["۲", "عبدالرحمن", "نور الله", "حدود ۱۳۵۵", "ننگرهار", "1397/3/4", "خ-۱۰۲"],
    ["۳", "Sayed Nusratullah Hashemi", "Mir Agha", "1984", "Kabul", "2018-05-25", "X-103"],
    ["۴", "فقیر زاده شینواری", "", "سن ۳۵", "کنر", "", "خ-۱۰۴"],
    ["", "", "", "", "", "", ""],
    ["مجموع", "۴", "", "", "", "", ""],
]
HEAD = ["شماره", "نام", "نام پدر", "سال تولد", "ولایت", "تاریخ گرفتاری", "شماره دوسیه"]


def two_line() -> bytes:
    """openpyxl: a title over all columns, a merged two-line header, a sheet of notes first, a total."""
    workbook = openpyxl.Workbook()
    notes = workbook.active
    notes.title = "notes"
    notes["A1"] = "This workbook was prepared by the office."
    sheet = workbook.create_sheet("لست")
    sheet.sheet_view.rightToLeft = True
    sheet.append(["جمهوری — اداره محابس، فهرست محبوسین"])
    sheet.merge_cells("A1:G1")
    sheet.append([])
    sheet.append(["شماره", "محبوس", "", "سال تولد", "سکونت", "تاریخ گرفتاری", "شماره دوسیه"])
    sheet.append(["", "نام", "نام پدر", "", "ولایت", "", ""])
    sheet.merge_cells("B3:C3")
    for row in ROWS:
        sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def ministry() -> bytes:
    """openpyxl: as a prison writes it: fathers as "ولد", a date cell, a sum in the middle, a second page, a signature."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet["A1"], sheet["A2"] = "بسم الله الرحمن الرحیم", "لست محبوسین ولایت ننگرهار - سال ۱۳۹۸"
    sheet.append([])
    sheet.append(["شماره", "شهرت محبوس", None, None, "سن", "سکونت", None, "تاریخ توقیف", "ملاحظات"])
    sheet.append([None, "اسم", "ولد", "ولدیت", "", "ولایت", "ولسوالی", None, None])
    for area in ("A1:H1", "A2:H2", "B4:D4", "F4:G4"):
        sheet.merge_cells(area)
    for row in (
        [1, "حاجی محمدنذیر", "گل محمد", "عبدالله", 35, "ننگرهار", "سرخ رود", "۱۳۹۷/۵/۱۲", ""],
        [2, "داکترخلیل الله", "نور محمد", "", "حدود ۴۰", "کنر", "اسعدآباد", "12 سنبله 1397", ""],
        [3, "عبدالرحمن ولد رحیم", "", "", "۱۳۶۵", "خوست", "", "2018-09-03", "مریض"],
        [4, "سید نصرت الله مشهور به حمزه", "سید امیر", None, 28, "لغمان", "مهترلام", datetime.date(2018, 7, 1), None],
        ["جمله", 4], ["صفحه ۲"], [None, "اسم", "ولد", "ولدیت", "", "ولایت", "ولسوالی", None, None],
        [5, "گل آغا", "شیر محمد", "", 50, "پکتیا", "زرمت", "رمضان 1439", ""], [], ["مجموع کل", 5], ["امضای آمر محبس: ..............."],
    ):  # fmt: skip
        sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def formulas() -> bytes:
    """xlsxwriter: numbers as numbers, a real date, formulas with values, a hyperlink, a header repeated on page two."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out)
    sheet = workbook.add_worksheet("Detainees")
    date = workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, ["Ministry of Justice"])
    sheet.write_row(
        3,
        0,
        ["S/No", "Name of Prisoner", "Father's Name", "Age", "Province", "Date of Arrest", "Register No"],
    )
    for k in range(30):
        at = 4 + k + (k >= 15)
        sheet.write_number(at, 0, k + 1)
        sheet.write_string(
            at,
            1,
            ["Abdul Karim", "Gul Agha", "Mirwais"][k % 3]
            + f" {['Safi', 'Zadran', 'Wardak', 'Kakar'][k % 4]}",
        )
        sheet.write_string(at, 2, "Mohammad Jan")
        sheet.write_number(at, 3, 20 + k)
        sheet.write_formula(at, 4, '=CONCATENATE("Kab","ul")', None, "Kabul")
        sheet.write_datetime(at, 5, __import__("datetime").datetime(2018, 1, 1 + k % 28), date)
        sheet.write_url(at, 6, "https://example.invalid/x", string=f"R{k}")
    sheet.write_row(
        19,
        0,
        ["S/No", "Name of Prisoner", "Father's Name", "Age", "Province", "Date of Arrest", "Register No"],
    )
    workbook.close()
    return out.getvalue()


def three_lines() -> bytes:
    """openpyxl: a letter's head, a header of three lines in rows 12 to 14, notes and signatures under the list."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for at in range(1, 10, 2):
        sheet.cell(at, 1, f"سطر {at}")
    rows: list[list[object]] = [
        ["شماره", "مشخصات زندانی", "", "", "سکونت اصلی", "", "توقیف", ""], ["", "شهرت", "", "", "", "", "", ""], ["", "نام", "نام پدر", "سن", "ولایت", "ولسوالی", "تاریخ", "ملاحظات"],
        [1, "نذیر احمدزی", "گل", "25-30", "خوست", "صبری", 43163, ""], [2, "کریم زدران", "نور", "حدود ۴۰", "پکتیا", "زرمت", "اوایل ۱۳۹۷", ""], ["تعداد مجموعی", "", "", 2],
        ["", "یادداشت: این لست از طرف آمریت ترتیب شده است"], ["", "ترتیب کننده: عبدالله"], ["", "امضا"], ["", "—"],
    ]  # fmt: skip
    for k, row in enumerate(rows):
        for column, said in enumerate(row, 1):
            sheet.cell(12 + k, column, said or None)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def provinces() -> bytes:
    """xlsxwriter: a cover, a summary, and a sheet for each province."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out)
    workbook.add_worksheet("cover").write_row(0, 0, ["Prepared by", "Ahmad Khan"])
    summary = workbook.add_worksheet("summary")
    for k, row in enumerate([["Province", "Number"], ["Kabul", 2], ["Khost", 3], ["Total", 5]]):
        summary.write_row(k, 0, row)
    for name, people in (("Kabul", ["Abdul Karim", "Nazir Ahmad"]), ("Khost", ["Wali Jan", "Zmaray", "Gul Agha"])):  # fmt: skip
        sheet = workbook.add_worksheet(name)
        sheet.write_row(0, 0, ["No", "Nmae", "Fathers Name"])
        for k, one in enumerate(people, 1):
            sheet.write_row(k, 0, [k, one, "Nur"])
    workbook.close()
    return out.getvalue()


PAGE = (  # as an office's system exports it
    '<html dir="rtl"><head><meta charset="windows-1256"></head><body><h1>كشف الأسرى</h1><table border=1><tr><th rowspan=2>م<th colspan=2>الأسير<th rowspan=2>المحافظة<th rowspan=2>تاريخ الأسر</tr>'
    "<tr><th>الإسم<th>إسم الأب</tr><tr><td>١<td>عبد الله أحمد<td>أحمد<td>تعز<td>١٢/٣/٢٠١٨</tr><tr><td>٢<td>صالح علي<td>علي<td>مأرب<td>&nbsp;</tr></table></body></html>"
)


def text(encoding: str, delimiter: str, end: str = "\r\n") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerow(HEAD)
    writer.writerows(ROWS[:2] + ROWS[3:4])
    return out.getvalue().translate(str.maketrans("یکګ", "يكگ")).encode(encoding, "replace")


def main() -> None:
    HERE.mkdir(exist_ok=True)
    (HERE / "two_line.xlsx").write_bytes(two_line())
    (HERE / "ministry.xlsx").write_bytes(ministry())
    (HERE / "formulas.xlsx").write_bytes(formulas())
    (HERE / "google.csv").write_bytes(text("utf-8", ","))
    (HERE / "excel_utf16.txt").write_bytes(text("utf-16", "\t"))
    (HERE / "windows_1256.csv").write_bytes(text("cp1256", ";"))
    (HERE / "utf16be_pipes.txt").write_bytes(b"\xfe\xff" + text("utf-16-be", "|"))
    (HERE / "twice.csv").write_bytes(text("utf-8", ",").decode("cp1256").encode())
    (HERE / "page.xls").write_bytes(PAGE.encode("cp1256", "xmlcharrefreplace"))
    (HERE / "three_lines.xlsx").write_bytes(three_lines())
    (HERE / "provinces.xlsx").write_bytes(provinces())
    if office := shutil.which("soffice"):
        with tempfile.TemporaryDirectory() as folder:
            for name, kind, to in (("two_line", "xls", "libreoffice"), ("two_line", "ods", "libreoffice"), ("two_line", "xlsx", "libreoffice"),
                                   ("ministry", "xls", "ministry"), ("ministry", "ods", "ministry"), ("ministry", "html", "ministry"),
                                   ("three_lines", "xls", "three_lines"), ("three_lines", "ods", "three_lines")):  # fmt: skip
                command = [
                    office,
                    "--headless",
                    f"-env:UserInstallation=file://{folder}/profile",
                    "--convert-to",
                    kind,
                    "--outdir",
                    folder,
                    str(HERE / f"{name}.xlsx"),
                ]
                subprocess.run(command, check=True, timeout=240, capture_output=True)
                shutil.copy(Path(folder) / f"{name}.{kind}", HERE / f"{to}.{kind}")


if __name__ == "__main__":
    main()
