"""What ``parley lists match`` gives as reasons, in the four languages of the lists, by the codes of the matcher."""

from parley.cli.people_words import PEOPLE
from parley.lists.match import Candidate

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "differs": "differs", "missing_left": "only right", "missing_right": "only left", "same_title": "same title", "order": "other order", "father": "father",
        "others": "kinsman", "mother": "mother", "grandfather": "grandfather", "birth_year": "born", "province": "province", "district": "district", "sex": "sex",
        "captured_on": "captured on", "captured_at": "captured at", "register_number": "register number",
        "title_dropped": "title dropped", "alias": "by another name of theirs", "several": "more than one person in the cell", "near_twin": "near-twin: a letter differs that tells people apart",
        "contradicts": "other columns contradict", "twin_right": "as likely", "twin_left": "also claimed by", "nobody": "nobody on the right has a name like it", "same_letters": "the same letters, cut into words otherwise",
        "no_name": "holds no name that can be compared", "not_understood": "a column that was not understood may hold the father",
        "people": "left to people", "age": "born (ages without a date)", "unborn": "born (after the capture)",
    },
    "fa-AF": {
        "differs": "تفاوت دارد", "missing_left": "تنها در راست", "missing_right": "تنها در چپ", "same_title": "همان لقب", "order": "ترتیب دیگر", "father": "نام پدر",
        "others": "نام خویشاوند", "mother": "نام مادر", "grandfather": "نام پدرکلان", "birth_year": "سال تولد", "province": "ولایت", "district": "ولسوالی", "sex": "جنس",
        "captured_on": "تاریخ گرفتاری", "captured_at": "محل گرفتاری", "register_number": "شماره ثبت",
        "title_dropped": "لقب کنار گذاشته شد", "alias": "با نام دیگر شان", "several": "بیش از یک نفر در یک خانه", "near_twin": "هم‌مانند نزدیک: یک حرف که اشخاص را جدا می‌کند تفاوت دارد",
        "contradicts": "ستون‌های دیگر خلاف آن می‌گویند", "twin_right": "به همان اندازه محتمل", "twin_left": "این نیز ادعا دارد", "nobody": "در سمت راست نام مانند آن نیست", "same_letters": "همان حروف، با کلمه‌های دیگر جدا شده",
        "no_name": "نامی ندارد که مقایسه شود", "not_understood": "ستونی که فهمیده نشد شاید نام پدر باشد",
        "people": "به انسان‌ها سپرده شد", "age": "سال تولد (سن بدون تاریخ)", "unborn": "سال تولد (پس از گرفتاری)",
    },
    "ps": {
        "differs": "توپیر لري", "missing_left": "یوازې ښي خوا ته", "missing_right": "یوازې کیڼې خوا ته", "same_title": "هماغه لقب", "order": "بل ترتیب", "father": "د پلار نوم",
        "others": "د خپلوان نوم", "mother": "د مور نوم", "grandfather": "د نیکه نوم", "birth_year": "د زېږېدو کال", "province": "ولایت", "district": "ولسوالۍ", "sex": "جنس",
        "captured_on": "د نیولو نېټه", "captured_at": "د نیولو ځای", "register_number": "د ثبت شمېره",
        "title_dropped": "لقب پرېښودل شو", "alias": "د هغوی په بل نوم", "several": "په یوه خانه کې له یوه زیات کسان", "near_twin": "نږدې ورته نوم: یو توری چې کسان بېلوي توپیر لري",
        "contradicts": "نورې ستنې یې پر خلاف وایي", "twin_right": "همدومره احتمال لري", "twin_left": "دا هم یې ادعا کوي", "nobody": "ښي خوا ته داسې نوم نشته", "same_letters": "هماغه توري، خو کلمې يې بل ډول بېلې دي",
        "no_name": "داسې نوم نه لري چې پرتله شي", "not_understood": "یوه ستنه چې ونه پوهېدل شوه ښايي د پلار نوم وي",
        "people": "خلکو ته پرېښودل شو", "age": "د زېږېدو کال (عمر بې نېټې)", "unborn": "د زېږېدو کال (له نیولو وروسته)",
    },
    "ar": {
        "differs": "مختلف", "missing_left": "في اليمين فقط", "missing_right": "في اليسار فقط", "same_title": "اللقب نفسه", "order": "ترتيب آخر", "father": "اسم الأب",
        "others": "اسم القريب", "mother": "اسم الأم", "grandfather": "اسم الجد", "birth_year": "سنة الميلاد", "province": "الولاية", "district": "المديرية", "sex": "الجنس",
        "captured_on": "تاريخ الأسر", "captured_at": "مكان الأسر", "register_number": "رقم القيد",
        "title_dropped": "أُسقط اللقب", "alias": "باسم آخر لهم", "several": "أكثر من شخص في خانة واحدة", "near_twin": "شبيه قريب: حرف يفرّق بين الأشخاص مختلف",
        "contradicts": "أعمدة أخرى تخالفه", "twin_right": "محتمل بالقدر نفسه", "twin_left": "يطالب به أيضا", "nobody": "لا أحد في اليمين باسم يشبهه", "same_letters": "الحروف نفسها مقطّعة كلمات أخرى",
        "no_name": "لا يحمل اسما يمكن مقارنته", "not_understood": "عمود لم يُفهم قد يحمل اسم الأب",
        "people": "تُرك للناس", "age": "سنة الميلاد (عمر بلا تاريخ)", "unborn": "سنة الميلاد (بعد الأسر)",
    },
}  # fmt: skip


def reasons(one: Candidate, lang: str) -> str:
    """Return the evidence and the remarks of one candidate as one line; parts of it end with "; "."""
    table = WORDS.get(lang, WORDS["en"])
    out = []
    for kind, left, right, bits in one.parts:
        if left and right:
            pair = f"{left}≠{right}" if kind == "differs" else f"{left}~{right}"
        else:
            pair = left or right
        label = table.get(kind)
        text = pair if not label else f"{label}: {pair}" if pair else label
        out.append(f"{text} {bits:+.1f}")
    for code, values in one.remarks:
        between = " " if code == "title_dropped" else ", "
        said = table if code == "contradicts" else PEOPLE.get(lang, PEOPLE["en"]) if code == "people" else {}
        shown = [said.get(value, value) for value in values]
        out.append(f"{table[code]}: {between.join(shown)}" if values else table[code])
    line = "; ".join(out)
    return line if line.count(";") < len(out) else "; ".join([text.replace(";", ",") for text in out])
