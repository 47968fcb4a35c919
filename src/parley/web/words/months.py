"""Names of months and days, digits and units of time, in four languages; checked by speakers, not by Intl."""


def _split(words: str) -> tuple[str, ...]:
    return tuple(words.split())


DIGITS: dict[str, dict[int, int]] = {
    "en": {},
    "ps": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"),
    "fa-AF": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"),
    "ar": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"),
}

WEEKDAYS = {  # Monday first, as Python counts
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "ps": ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه"),
    "fa-AF": ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه"),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
}

MONTHS = {
    "en": tuple(
        "January February March April May June July August September October November December".split()
    ),
    "ps": _split("جنوري فبروري مارچ اپرېل مۍ جون جولای اګست سپټمبر اکتوبر نومبر ډسمبر"),
    "fa-AF": _split("جنوری فبروری مارچ اپریل می جون جولای اگست سپتمبر اکتوبر نومبر دسمبر"),
    "ar": _split("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"),
}

AFGHAN = {
    "en": _split("Hamal Sawr Jawza Saratan Asad Sonbola Mizan Aqrab Qaws Jadi Dalw Hut"),
    "ps": _split("وری غویی غبرګولی چنګاښ زمری وږی تله لړم لیندۍ مرغومی سلواغه کب"),
    "fa-AF": _split("حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت"),
    "ar": _split("الحمل الثور الجوزاء السرطان الأسد السنبلة الميزان العقرب القوس الجدي الدلو الحوت"),
}

# Pashto names in the oblique case, as after "of": د وري ۳مه
AFGHAN_OF = _split("وري غويي غبرګولي چنګاښ زمري وږي تلې لړم لیندۍ مرغومي سلواغې کب")

IRANIAN = {
    "en": tuple(
        "Farvardin Ordibehesht Khordad Tir Mordad Shahrivar Mehr Aban Azar Dey Bahman Esfand".split()
    ),
    "ps": _split("فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"),
    "fa-AF": _split("فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"),
    "ar": _split("فروردين أرديبهشت خرداد تير مرداد شهريور مهر آبان آذر دي بهمن إسفند"),
}

UNITS: dict[str, dict[str, tuple[str, ...]]] = {  # a form for each plural of the language
    "en": {
        "day": ("{} day", "{} days"),
        "hour": ("{} hour", "{} hours"),
        "minute": ("{} minute", "{} minutes"),
    },
    "ps": {"day": ("{} ورځ", "{} ورځې"), "hour": ("{} ساعت", "{} ساعته"), "minute": ("{} دقیقه", "{} دقیقې")},
    "fa-AF": {
        "day": ("{} روز", "{} روز"),
        "hour": ("{} ساعت", "{} ساعت"),
        "minute": ("{} دقیقه", "{} دقیقه"),
    },
    "ar": {
        "day": ("{} يوم", "يوم واحد", "يومان", "{} أيام", "{} يومًا", "{} يوم"),
        "hour": ("{} ساعة", "ساعة واحدة", "ساعتان", "{} ساعات", "{} ساعة", "{} ساعة"),
        "minute": ("{} دقيقة", "دقيقة واحدة", "دقيقتان", "{} دقائق", "{} دقيقة", "{} دقيقة"),
    },
}

SIZES = {
    "en": ("B", "kB", "MB"),
    "ps": ("بایټه", "کیلوبایټه", "مېګابایټه"),
    "fa-AF": ("بایت", "کیلوبایت", "مگابایت"),
    "ar": ("بايت", "كيلوبايت", "ميغابايت"),
}
