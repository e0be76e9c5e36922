"""The network of four levels comes from a file: all of it, or the line that is wrong."""

from pathlib import Path

import pytest

from server.domain.errors import BadRow
from server.domain.naming import names_of, short_name
from server.domain.network import read_divisions, save_divisions
from server.domain.pinyin import Reader
from server.domain.topics import version_of
from server.models.network import Division

FILE = Path(__file__).parents[2] / "server/data/hangzhou/divisions.csv"
HANGZHOU = Reader("hangzhou")
HEAD = "code,level,name,parent_code"
CITY = "330100000000,city,杭州市,"
DISTRICT = "330106000000,district,西湖区,330100000000"
STREET = "330106005000,street,翠苑街道,330106000000"
COMMUNITY = "330106005055,community,翠苑一区社区,330106005000"
SMALL = [HEAD, CITY, DISTRICT, STREET, COMMUNITY]


def test_the_city_s_file_has_four_levels() -> None:
    rows = read_divisions(FILE.read_text("utf-8").splitlines())

    levels = [row.level for row in rows]
    assert [levels.count(level) for level in (1, 2, 3, 4)] == [1, 13, 196, 3320]


@pytest.mark.parametrize(
    ("line", "bad", "why"),
    [
        (1, "code,name", "the first line must name the columns"),
        (3, "33010600000,district,西湖区,330100000000", "is not twelve digits"),
        (3, "33010600000O,district,西湖区,330100000000", "is not twelve digits"),
        (3, "330106000000,street,西湖区,330100000000", "the code 330106000000 is a district, not 'street'"),
        (3, "330106000000,district,,330100000000", "between 1 and 60 characters"),
        (3, "330106000000,district,西湖区,330200000000", "the parent of 330106000000 is 330100000000"),
        (3, "330206000000,district,北仑区,330200000000", "330200000000, is not in the file"),
        (3, "330106000000,district,西湖区", "there are not 4 values"),
        (3, "330106000000,district,西湖区,330100000000,杭州", "there are not 4 values"),
        (5, DISTRICT, "the code 330106000000 stands twice"),
    ],
)
def test_a_bad_line_is_named_with_its_number(line: int, bad: str, why: str) -> None:
    lines = [*SMALL]
    lines[line - 1] = bad

    with pytest.raises(BadRow) as refusal:
        read_divisions(lines)

    assert refusal.value.facts["line"] == line
    assert why in str(refusal.value.facts["why"])


def test_a_file_without_a_city_or_without_anything_is_refused() -> None:
    for lines in ([], [HEAD], [HEAD, CITY, CITY.replace("3301", "3302", 1)]):
        with pytest.raises(BadRow):
            read_divisions(lines)


@pytest.mark.parametrize(
    ("official", "said"),
    [
        ("华丰社区居委会", "华丰社区"),
        ("凤林社区居民委员会", "凤林社区"),
        ("邓家居委会", "邓家社区"),
        ("幸福村村委会", "幸福村"),
        ("沿山村委会", "沿山村"),
        ("戴村村委会", "戴村"),
        ("云村村村民委员会", "云村村"),
        ("沈冠村村委会村委会", "沈冠村"),
        ("和睦街道办事处", "和睦街道"),
        ("和睦街道", "和睦街道"),
        ("围垦生活区", "围垦生活区"),
        ("西湖区", "西湖区"),
    ],
)
def test_residents_are_shown_the_place_not_the_committee(official: str, said: str) -> None:
    assert short_name(official) == said


@pytest.mark.parametrize(
    ("official", "level", "english", "initials"),
    [
        ("杭州市", 1, "Hangzhou", "hzs"),
        ("建德市", 2, "Jiande City", "jds"),
        ("淳安县", 2, "Chun'an County", "cax"),
        ("朝晖街道", 3, "Zhaohui Subdistrict", "zhjd"),
        ("莪山畲族乡", 3, "Eshan She Township", "esszx"),
        ("三都镇", 3, "Sandu Town", "sdz"),
        ("青年路社区", 4, "Qingnianlu Community", "qnlsq"),
        ("朝阳社区", 4, "Chaoyang Community", "cysq"),
        ("绿茗社区", 4, "Lüming Community", "lmsq"),
        ("幸福村村委会", 4, "Xingfu Village", "xfc"),
    ],
)
def test_a_foreigner_reads_a_name_that_a_driver_understands(
    official: str, level: int, english: str, initials: str
) -> None:
    names = names_of(official, level, HANGZHOU)

    assert (names.english, names.initials) == (english, initials)


async def test_the_whole_city_is_imported_at_once(db: None) -> None:
    done = await save_divisions(read_divisions(FILE.read_text("utf-8").splitlines()), HANGZHOU)

    assert (done.added, done.changed, done.missing) == (3530, 0, [])
    assert await Division.count() == 3530
    assert await version_of("network") == 1


async def test_importing_again_changes_nothing_and_a_new_name_changes_one(db: None) -> None:
    await save_divisions(read_divisions(SMALL), HANGZHOU)

    again = await save_divisions(read_divisions(SMALL), HANGZHOU)
    renamed = [*SMALL[:-1], COMMUNITY.replace("一区", "新区")]
    done = await save_divisions(read_divisions(renamed), HANGZHOU)

    assert (again.added, again.changed, again.same) == (0, 0, 4)
    assert (done.added, done.changed, done.same) == (0, 1, 3)
    assert await Division.count() == 4
    division = await Division.objects().get(Division.code == "330106005055")
    assert division is not None
    assert (division.short_name, division.pinyin) == ("翠苑新区社区", "cui yuan xin qu she qu")
    assert await version_of("network") == 2


async def test_a_division_that_the_new_file_lacks_is_reported_and_kept(db: None) -> None:
    await save_divisions(read_divisions(SMALL), HANGZHOU)

    done = await save_divisions(read_divisions(SMALL[:-1]), HANGZHOU)

    assert done.missing == ["330106005055"]
    assert await Division.count() == 4


async def test_a_check_says_what_would_happen_and_changes_nothing(db: None) -> None:
    done = await save_divisions(read_divisions(SMALL), HANGZHOU, check=True)

    assert done.added == 4
    assert await Division.count() == 0
