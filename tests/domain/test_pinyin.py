"""Readings: what makes chaoyang find 朝阳. Measured on this city's names and on words of services."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from server.domain.pieces import pieces_of
from server.domain.pinyin import Reader

HANGZHOU = Reader("hangzhou")
NAMES = Path(__file__).parents[2] / "server/data/hangzhou/divisions.csv"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("朝阳街道", "chao yang jie dao"),
        ("朝晖街道", "zhao hui jie dao"),
        ("长庆街道", "chang qing jie dao"),
        ("长明寺巷社区", "chang ming si xiang she qu"),
        ("闸弄口街道", "zha nong kou jie dao"),
        ("三都镇", "san du zhen"),
        ("一都村", "yi du cun"),
        ("一都孙村", "yi du sun cun"),
        ("朝阳路公证处", "chao yang lu gong zheng chu"),
        ("曾家桥社区", "zeng jia qiao she qu"),
        ("仇村", "qiu cun"),
        ("长生路", "chang sheng lu"),
        ("重阳巷", "chong yang xiang"),
        ("佑圣观路", "you sheng guan lu"),
        ("成长驿站", "cheng zhang yi zhan"),
        ("於潜镇", "yu qian zhen"),
        ("乾潭镇", "qian tan zhen"),
        ("莪山畲族乡", "e shan she zu xiang"),
        ("家长学校", "jia zhang xue xiao"),
        ("长者食堂", "zhang zhe shi tang"),
        ("长护险", "chang hu xian"),
        ("大夫", "dai fu"),
        ("便民理发", "bian min li fa"),
        ("银行", "yin hang"),
        ("绿茗社区", "lv ming she qu"),
    ],
)
def test_a_word_is_read_as_people_here_say_it(text: str, said: str) -> None:
    assert HANGZHOU.read(text) == said


def test_letters_digits_and_signs_keep_their_place() -> None:
    text = "3-Ａ幢，长2室（新）"

    assert pieces_of(text) == ["3", "a", "幢", "长", "2", "室", "新"]
    assert HANGZHOU.syllables(text) == ["3", "a", "zhuang", "chang", "2", "shi", "xin"]


def test_every_name_of_the_network_has_a_syllable_for_every_character() -> None:
    with NAMES.open(encoding="utf-8") as file:
        names = [row["name"] for row in csv.DictReader(file)]

    for name in names:
        syllables = HANGZHOU.syllables(name)
        assert len(syllables) == len(pieces_of(name)), name
        assert all(said.isascii() for said in syllables), name


def test_another_city_needs_no_list_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "readings.toml").write_text('[phrases]\n"大夫" = "dai fu"\n', "utf-8")

    assert Reader("elsewhere", tmp_path).read("大夫") == "dai fu"
    assert Reader("elsewhere", tmp_path).english == {}


def test_a_server_that_writes_nothing_does_not_carry_the_dictionary() -> None:
    code = (
        "import sys; from server.domain.pinyin import Reader; "
        "Reader('hangzhou').english; print('pypinyin' in sys.modules)"
    )

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "False"
