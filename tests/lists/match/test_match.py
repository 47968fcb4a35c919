"""Matching: the laws that a list officer would hold it to."""

import csv
import random
from pathlib import Path
from threading import Event

import pytest

from parley.app.lists.threads import threads
from parley.cli.match_words import WORDS, reasons
from parley.lists.match import Matches, Rows, block, match
from parley.lists.names.known import PARTS
from parley.lists.names.parse import parse

LEFT = [
    "Mohammad Nazir Ahmadzai", "Haji Faqir Zada Shinwari", "Sayed Nusratullah Hashemi", "Karam-ud-Din Wardak", "Abdul Rahman Noori",
    "Mohammad Yousuf Yaqubi", "Essa Khan Popalzai", "Gulbadin Stanikzai",
]  # fmt: skip
RIGHT = [
    "محمد نذیر احمدزی", "فقیرزاده شینواری", "سیدنصرت الله هاشمی", "کرم الدین وردک", "عبدالرحمن نوری", "محمد یو سف یعقوبی",
    "عیسی خان پوپلزی", "عباس خان پوپلزی",
]  # fmt: skip


GIVEN = "Ahmad Karim Nazir Jamal Habib Sharif Farid Zaman Latif Munir Omar Wali Rafi Aziz Basir Hakim".split()


def rows(names: list[str], prefix: str = "") -> Rows:
    return Rows.of([{"id": f"{prefix}{k}", "name": name} for k, name in enumerate(names)])


def firsts(found: Matches) -> dict[str, tuple[str, str]]:
    return {c.left_id: (c.right_id, c.decision) for c in found.candidates if c.rank == 1}


def test_each_finds_himself_across_scripts_titles_and_glue() -> None:
    found = firsts(match(rows(LEFT, "A"), rows(RIGHT, "B")))
    for k in range(7):
        assert found[f"A{k}"] == (f"B{k}", "match"), LEFT[k]
    assert found["A7"][1] == "none"


def test_the_parts_of_an_explanation_add_up_to_its_score() -> None:
    left = Rows.of(
        [
            {
                "name": "Haji Mohammad Nazir Ahmadzai",
                "father": "Gul Khan",
                "birth_year": "1360",
                "province": "Khost",
            }
        ]
        * 2
    )
    right = Rows.of(
        [
            {"name": "الحاج محمد نذیر احمدزی", "father": "گل خان", "birth_year": "1981", "province": "خوست"},
            {"name": "نذیر"},
        ]
    )
    for one in match(left, right).candidates:
        assert one.bits == pytest.approx(sum(part.bits for part in one.parts))
        shown = [
            piece.rsplit(" ", 1)[1]
            for piece in reasons(one, "en").split("; ")
            if piece.rsplit(" ", 1)[-1][:1] in "+-"
        ]
        assert sum(map(float, shown)) == pytest.approx(one.bits, abs=0.051 * len(shown))


def test_the_same_rows_give_the_same_answer() -> None:
    assert match(rows(LEFT), rows(RIGHT)) == match(rows(LEFT), rows(RIGHT))


def test_threads_do_not_change_the_answer() -> None:
    many = rows([f"{one} {other} {third}" for one in GIVEN for other in GIVEN for third in GIVEN[:9]])
    assert len(many) > block.CHUNK  # so that there is more than one piece of work
    assert match(many, rows(RIGHT), spread=threads(2)) == match(many, rows(RIGHT))


def test_whoever_stops_listening_to_threads_stops_their_work() -> None:
    done: list[int] = []

    def work(piece: int) -> None:
        Event().wait(0.05)
        done.append(piece)

    for _ in threads(2)(work, range(2000)):
        break
    assert len(done) < 2000


def test_without_an_explanation_the_decisions_are_the_same() -> None:
    explained, plain = match(rows(LEFT), rows(RIGHT)), match(rows(LEFT), rows(RIGHT), explain=False)
    for one, other in zip(explained.candidates, plain.candidates, strict=True):
        assert other == one._replace(parts=(), remarks=(), bits=other.bits)
        assert other.bits == pytest.approx(one.bits, abs=1e-4)


def test_swapping_the_lists_finds_the_same_pairs() -> None:
    there = {
        (a, b) for a, (b, how) in firsts(match(rows(LEFT, "A"), rows(RIGHT, "B"))).items() if how == "match"
    }
    back = {
        (b, a) for a, (b, how) in firsts(match(rows(RIGHT, "B"), rows(LEFT, "A"))).items() if how == "match"
    }
    assert there == back


def test_a_further_row_changes_nobody_elses_match() -> None:
    before = firsts(match(rows(LEFT, "A"), rows(RIGHT, "B")))
    after = firsts(match(rows(LEFT, "A"), rows([*RIGHT, "ذبیح الله مجددی"], "B")))
    assert {k: v[0] for k, v in before.items() if v[1] == "match"} == {
        k: v[0] for k, v in after.items() if v[1] == "match"
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammad Nazir Ahmadzai", "Muhammad Nasir Ahmadzai"),
        ("Mohammad Nazir Ahmadzai", "محمد نصیر احمدزی"),
        ("Gul Agha Akbari", "Gul Agha Akbar"),
        ("گل آغا اکبری", "گل آغا اکبر"),
        ("Mohammad Karim Wardak", "Mohammad Rahim Wardak"),
        ("Hassan Ali Jafari", "Hussain Ali Jafari"),
        ("حسن علی جعفری", "حسین علی جعفری"),
        ("حمید الله صافی", "حامد الله صافی"),
        ("Jamal Shah Safi", "Kamal Shah Safi"),
        ("Najib Wardak", "Najibullah Wardak"),
        ("محمد نذیر احمدزی", "محمد نصیر احمدزی"),
        ("Abdul Rahman Noori", "Abdul Rahim Noori"),
        ("Nabi Khan Stanikzai", "Naqi Khan Stanikzai"),
        ("Emal Mahmoodzada", "ایمل محمد زاده"),
        ("Najib Islamyar", "نجیب اسلم یار"),
        ("Emal Hassankhel", "ایمل حسین خیل"),
        ("Mohammad Aslam Popal", "محمد اسلام پوپل"),
        ("Kamal Wardak", "کامل وردک"),
        ("Shafiqullah Ghorbandi", "شفیع الله غوربندی"),
        ("Noorahmad Surgul", "نورمحمد سورگل"),
        ("Noor Mohammad Surgul", "نوراحمد سورگل"),
        ("Gulali Surgul", "گلولی سورگل"),
        ("Khan Agha Surgul", "خانعلی سورگل"),
        ("Pirhasan Surgul", "پیرحسین سورگل"),
    ],
)
def test_a_near_twin_is_never_decided(one: str, other: str) -> None:
    found = match(rows([one, *LEFT[1:]], "A"), rows([other, *RIGHT[1:]], "B"))
    assert firsts(found)["A0"][1] != "match"


TWINS = list(
    csv.DictReader((Path(__file__).parent / "near_twins.tsv").read_text("utf-8").splitlines(), delimiter="\t")
)
# A Latin e may stand for either vowel here: typists write Hamed for both. Wahid is واحد to some, Qasim قاسم.
EITHER = {("حمید", "Hamed"), ("سلیم", "Salem"), ("Qader", "قدیر"), ("Wahid", "واحد"), ("وحید", "Wahed"), ("مجید", "Majed"),
          ("Qasem", "Qasim"), ("Qasem", "قسیم"), ("قاسم", "Qasim"), ("رشید", "Rashed")}  # fmt: skip


@pytest.mark.parametrize(("one", "other"), [("latin", "other_latin"), ("latin", "other_dari"), ("dari", "other_dari"), ("dari", "other_latin")])  # fmt: skip
def test_no_near_twin_of_the_table_is_decided(one: str, other: str) -> None:
    around = {"latin": "Mohammad {} Stanikzai", "dari": "محمد {} ستانکزی"}
    decided = set()
    for row in TWINS:
        left = around[one].format(row[one])
        right = around[other.removeprefix("other_")].format(row[other])
        found = match(rows([left, *LEFT[1:7]], "A"), rows([right, *RIGHT[1:7]], "B"))
        if firsts(found)["A0"][1] == "match":
            decided.add((row[one], row[other]))
    assert decided <= EITHER


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Omar Sabawi Ibrahim Nasiri Tirahi", "ایمن سبعاوی ابراهیم نصیری تیراهی"),
        ("Omar Sabawi Ibrahim Nasiri Tirahi", "سبعاوی ابراهیم نصیری تیراهی"),
        ("Mohammad Rana Sabawi Ibrahim Tirahi", "محمد رغد سبعاوی ابراهیم تیراهی"),
        ("Nazir Sabawi Ibrahim Nasiri Tirahi", "Nasir Sabawi Ebrahim Nasiri Tirahi"),
        ("Rajab Ali Andeshmand", "رجب ولی اندیشمند"),
        ("Sayed Rajab Ali Andeshmand", "سید رجب ولی اندیشمند"),
        ("Ahmad Farid Nasimyar", "احمد فهیم نسیمیار"),
    ],
)
def test_brothers_whose_names_agree_but_for_the_given_one_are_left_to_people(one: str, other: str) -> None:
    found = match(rows([one, *LEFT[1:]], "A"), rows([other, *RIGHT[1:]], "B"))
    assert firsts(found)["A0"][1] != "match"


@pytest.mark.parametrize("other", ["محمد نصیر تیراهی", "رجب ولی تیراهی", "تیراهی"])
def test_a_father_a_year_and_a_province_in_common_do_not_make_brothers_one(other: str) -> None:
    name = "Rajab Ali Tirahi" if other.startswith("رجب") else "Mohammad Nazir Tirahi"
    common = {"father": "Gul Mir", "birth_year": "1360", "province": "Laghman"}
    left = [
        {"id": "A0", "name": name, **common},
        *({"id": f"A{k}", "name": n, **common} for k, n in enumerate(LEFT[1:], 1)),
    ]
    right = [{"id": "B0", "name": other, **common}, *({"id": f"B{k}", "name": n, **common} for k, n in enumerate(RIGHT[1:], 1))]  # fmt: skip
    assert firsts(match(Rows.of(left), Rows.of(right)))["A0"][1] != "match"


def test_another_row_s_claim_counts_only_while_it_is_nearly_as_likely() -> None:
    """The second Aref fits the first's row as well as he does, but has a row of his own that fits him better."""
    left = ["Mohammad Aref Tirahi", "Mohammad Aref Tirahi Kohistani", *LEFT[1:]]
    right = ["محمد عارف تیراهی", "محمد عارف تیراهی کوهستانی", *RIGHT[1:]]
    found = firsts(match(rows(left, "A"), rows(right, "B")))
    assert (found["A0"], found["A1"]) == (("B0", "match"), ("B1", "match"))
    found = firsts(match(rows([*left, left[0]], "A"), rows(right, "B")))
    assert (found["A0"][1], found["A1"]) == ("review", ("B1", "match"))


def test_where_many_names_have_a_slip_one_more_says_less() -> None:
    """How often names of one person differ is estimated on the lists themselves."""
    left = [f"{one} {other} {one}zai Tirahi" for one, other in zip(GIVEN, GIVEN[::-1], strict=True)]

    def bits(many: int) -> float:
        right = [n.replace("Tirahi", "Wardak") if k < many else n for k, n in enumerate(left)]
        found = match(rows(left, "A"), rows(right, "B"))
        return next(c.bits for c in found.candidates if (c.left_id, c.right_id) == ("A0", "B0"))

    assert bits(12) > bits(1) + 1


def test_a_missing_mohammad_is_no_other_given_name() -> None:
    left, right = ["Sayed Elyas Jawid", *LEFT[1:]], ["سید محمد الیاس جاوید", *RIGHT[1:]]
    assert firsts(match(rows(left, "A"), rows(right, "B")))["A0"] == ("B0", "match")


CHAINS = ["Khwakhogai Sabawi Ibrahim Tikriti", "Qusay Sabawi Ibrahim Tikriti", "Nadim Barzan Yunus Samarrai"]


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        (
            "Gheryal Nilofar Toryalai",
            "نیلوفر توریالی",
            "match",
        ),  # no name that anybody knows: a title, a byname
        ("Khwakhogai Gheryal Nilofar Toryalai", "غړیال نیلوفر توریالی", "review"),  # long enough for a chain
        (
            "Mohammad Gheryal Toryalai",
            "محمد توریالی",
            "review",
        ),  # all that is left beside Mohammad is the family
        (
            "Rashid Nilofar Toryalai",
            "نیلوفر توریالی",
            "review",
        ),  # a brother called Rashid, a father called Nilofar
        ("Rashid Gheryal Toryalai", "غړیال توریالی", "review"),
    ],
)
def test_a_first_part_that_is_missing_is_a_given_name_unless_nobody_has_it(
    one: str, other: str, how: str
) -> None:
    found = match(rows([one, *LEFT[1:]], "A"), rows([other, *RIGHT[1:]], "B"))
    assert firsts(found)["A0"] == ("B0", how)


def test_where_names_go_on_to_the_fathers_a_name_without_its_first_part_is_the_father_s() -> None:
    left = ["Gheryal Nilofar Toryalai", *LEFT[1:6], *CHAINS]
    found = match(rows(left, "A"), rows(["نیلوفر توریالی", *RIGHT[1:6]], "B"))
    assert firsts(found)["A0"] == ("B0", "review")


def test_among_hundreds_no_brother_and_no_father_is_taken_for_whoever_is_missing() -> None:
    """Three in ten are missing; in their stead stands somebody with another given name, or without it, and all else the same."""
    rng = random.Random(7)
    plain = [
        part for part in PARTS if not parse(f"{part[0]} Ali").titles and part[0] not in ("sayed", "ghulam")
    ]
    left, right, planted = [], [], set()
    for k in range(400):
        given, middle, family = rng.sample(plain, 3)
        name = [given, middle, family] if k % 2 else [given, family]
        left.append({"id": f"A{k}", "name": " ".join(latin for latin, _ in name)})
        if k % 10 < 3:
            name[0:1] = [] if len(name) == 3 and k % 4 == 1 else [rng.choice(plain)]
            planted.add(f"B{k}")
        right.append({"id": f"B{k}", "name": " ".join(dari for _, dari in name)})
    decided = [
        c for c in match(Rows.of(left), Rows.of(right), candidates=1).candidates if c.decision == "match"
    ]
    assert len(decided) > 260  # of 280 who are there
    assert not {c.right_id for c in decided} & planted


def test_vowels_of_a_family_name_are_outweighed_by_two_telling_parts_and_not_by_one() -> None:
    """Nasiri for ناصری: typists' vowels vary, and brothers share the family name as it is."""
    for one, other, how in (
        ("Baryalai Gheryal Nasiri", "بریالی غړیال ناصری", "match"),
        ("Baryalai Nasiri", "بریالی ناصری", "review"),
        ("Baryalai Gheryal Nasiri", "بریالی غړیال نذیری", "review"),
    ):
        found = match(rows([one, *LEFT[1:6]], "A"), rows([other, *RIGHT[1:6]], "B"))
        assert firsts(found)["A0"] == ("B0", how), one


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kamel Djermane", "كمال جرمان"),
        ("Gul Agha Sangin", "گل آقا سنگین"),  # آغا and آقا are one word to Afghans
        ("Zahir Shah Mohmand", "ظاهر شاه مهمند"),
        ("Tahir Gul Nasiri", "طاهر گل نصیری"),  # nobody is called طهیر
        ("Sadik Ousmane Popal", "صادق عثمان پوپل"),  # nearer to Sadiq than to صادق, which is Sadiq
        ("Nidal al-Rabi'i", "نضال الربيعي"),
        ("Muthanna Harith al-Dari", "مثنى حارث الضاري"),
        ("Isa Gul Nasiri", "عیسی گل نصیری"),
    ],
)
def test_spellings_of_one_name_are_no_near_twins(one: str, other: str) -> None:
    found = match(rows([one, *LEFT[1:6]], "A"), rows([other, *RIGHT[1:6]], "B"))
    assert firsts(found)["A0"] == ("B0", "match")


def test_a_list_that_writes_khalid_and_tahir_may_mean_hamed_by_hamid() -> None:
    """To Afghans Hamid is حمید and Hamed حامد; Arabs write both with an i, and a list shows whose habit it has."""

    def decided(others: list[str]) -> str:
        found = match(rows(["Hamid Raja Tikriti", *others], "A"), rows(["حامد رجا تکریتی", *RIGHT[1:4]], "B"))
        return firsts(found)["A0"][1]

    assert decided(["Khaled Nasiri", "Taher Yusufi", "Kazem Wardak", "Nader Noori"]) == "review"
    assert decided(["Khalid Nasiri", "Tahir Yusufi", "Kazim Wardak", "Nadir Noori"]) == "match"


def test_one_slip_in_a_rare_part_is_still_decided() -> None:
    left, right = "Alhaj Munir Mohammad Mashwani", "الحاج منیر محمد مشوانی"
    for slip in ("Mashwni", "Mshwani", "Mashwan"):
        found = match(rows([left.replace("Mashwani", slip), *LEFT[:7]], "A"), rows([right, *RIGHT[:7]], "B"))
        assert firsts(found)["A0"] == ("B0", "match"), slip


def test_a_doubled_row_is_left_to_people_and_names_its_twin() -> None:
    found = match(rows(LEFT[:3], "A"), rows([RIGHT[0], RIGHT[0], RIGHT[1]], "B"))
    first = next(c for c in found.candidates if c.left_id == "A0" and c.rank == 1)
    assert first.decision == "review"
    assert set(first.twins) | {first.right_id} == {"B0", "B1"}
    assert first.twins[0] in reasons(first, "en")


def test_a_right_row_is_decided_once() -> None:
    found = match(rows([*LEFT, LEFT[0]], "A"), rows(RIGHT, "B"))
    decided = [c.right_id for c in found.candidates if c.decision == "match"]
    assert len(decided) == len(set(decided))


def test_fathers_tell_brothers_and_strangers_of_one_name_apart() -> None:
    others = [{"name": n, "father": "Gul Mir"} for n in LEFT[1:]]
    left = [{"id": "A", "name": "Abdul Wali Safi", "father": "Sher Ali"}, *others]
    right = [
        {"id": "wrong", "name": "عبدالولی صافی", "father": "نور محمد"}, {"id": "right", "name": "عبدالولی صافی", "father": "شیر علی"},
        *({"name": n, "father": "گل میر"} for n in RIGHT[1:]),
    ]  # fmt: skip
    assert firsts(match(Rows.of(left), Rows.of(right)))["A"] == ("right", "match")


def test_a_wrong_province_does_not_undo_a_rare_name() -> None:
    left = [{"id": f"A{k}", "name": n, "province": "Khost"} for k, n in enumerate(LEFT)]
    right = [{"id": f"B{k}", "name": n, "province": "خوست" if k else "هرات"} for k, n in enumerate(RIGHT)]
    assert firsts(match(Rows.of(left), Rows.of(right)))["A0"][0] == "B0"


@pytest.mark.parametrize("lang", WORDS)
def test_reasons_come_in_every_language(lang: str) -> None:
    found = match(rows(LEFT, "A"), rows(RIGHT, "B"))
    assert all(reasons(c, lang) for c in found.candidates)


@pytest.mark.parametrize(
    ("left", "right"), [([], RIGHT), (LEFT, []), ([], []), (["", "—"], RIGHT), (["x"], ["y"])]
)
def test_empty_and_nameless_lists_are_no_exception(left: list[str], right: list[str]) -> None:
    found = match(rows(left, "A"), rows(right, "B"))
    assert {c.left for c in found.candidates} == set(range(len(left)))
    assert all(c.decision == "none" for c in found.candidates)


def test_whatever_progress_raises_stops_the_work() -> None:
    def stop(share: float) -> None:
        if share > 0.3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        match(rows(LEFT), rows(RIGHT), progress=stop)
