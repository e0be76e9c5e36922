"""A wrong setting is one line that says which, why and an example, and exit code 2; nothing is served."""

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from server.cli import linli
from server.settings import EXAMPLES, Settings, WrongSetting, read_settings
from server.storage.media import folder_of


def test_without_any_setting_it_runs_on_ones_own_machine() -> None:
    settings = read_settings({"PATH": "/usr/bin"})

    assert settings == Settings()
    assert (settings.home, settings.city) == (Path("var"), "hangzhou")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"LINLI_PORT": "80"}, "LINLI_PORT is not a setting"),
        ({"LINLI_CITY": "atlantis"}, "LINLI_CITY: there is no city 'atlantis'. Example: LINLI_CITY=hangzhou"),
        ({"LINLI_CITY": "../etc"}, "LINLI_CITY is neither a name nor a full path. Example: LINLI_CITY="),
        ({"LINLI_DATABASE_URL": "linli"}, "LINLI_DATABASE_URL does not begin with postgresql://"),
        ({"LINLI_DATABASE_URL": "mysql://linli@127.0.0.1/linli"}, "LINLI_DATABASE_URL does not begin"),
        ({"LINLI_SECRET_KEY": "abc"}, "LINLI_SECRET_KEY is not 64 or more hexadecimal digits"),
        ({"LINLI_MEDIA_URL": "https://bucket.example.org"}, "LINLI_MEDIA_URL is neither file:///"),
        (
            {"LINLI_PUBLIC_URL": "https://example.org/linli"},
            "LINLI_PUBLIC_URL is not http(s)://host, without a path",
        ),
        ({"LINLI_SMS": "pigeon"}, "LINLI_SMS is neither file nor http"),
        ({"LINLI_SMS": "http"}, "LINLI_SMS_URL is missing"),
        ({"LINLI_DEMO": "perhaps"}, "LINLI_DEMO is neither 1 nor 0"),
        ({"LINLI_SMS_A_DAY": "0"}, "LINLI_SMS_A_DAY is not a number above 0"),
        (
            {"LINLI_FORWARDED_ALLOW_IPS": "10.0.0.0/8, proxy"},
            "LINLI_FORWARDED_ALLOW_IPS names 'proxy', which is no address. Example: ",
        ),
        ({"LINLI_PUBLIC_URL": "https://linli.example.org"}, "LINLI_SMS=file writes codes into a file"),
        (
            {"LINLI_PUBLIC_URL": "https://linli.example.org", "LINLI_DEMO": "1", "LINLI_LIMITS": "off"},
            "LINLI_LIMITS=off is for measuring",
        ),
    ],
)
def test_a_wrong_one_names_itself_in_one_line_with_an_example(given: dict[str, str], said: str) -> None:
    with pytest.raises(WrongSetting) as wrong:
        read_settings(given)

    line = str(wrong.value)
    assert line.startswith(said)
    assert "\n" not in line
    assert "xample" in line or "docs/settings.md" in line


def test_photos_may_lie_on_another_disk() -> None:
    elsewhere = read_settings({"LINLI_MEDIA_URL": "file:///srv/photos%20of%20linli"})

    assert folder_of(read_settings({}).media_url, Path("var")) == Path("var/media")
    assert folder_of(elsewhere.media_url, Path("var")) == Path("/srv/photos of linli")


def test_proxies_are_addresses_ranges_or_everybody() -> None:
    for proxies in ("", "*", "10.1.2.3", "10.0.0.0/8, ::1"):
        assert read_settings({"LINLI_FORWARDED_ALLOW_IPS": proxies}).forwarded_allow_ips == proxies


def test_every_setting_has_an_example_that_is_right() -> None:
    assert set(EXAMPLES) == set(Settings.__struct_fields__)
    for name, example in EXAMPLES.items():
        if " " not in example:  # the others are described
            read_settings(
                {f"LINLI_{name.upper()}": example, "LINLI_SMS_URL": "https://x.example", "LINLI_DEMO": "1"}
            )


@pytest.mark.parametrize("command", [["serve"], ["keys", "rotate"], ["sessions", "end", "--all"]])
def test_the_command_stops_with_exit_code_two(command: list[str], tmp_path: Path) -> None:
    env = {"LINLI_HOME": str(tmp_path / "home"), "LINLI_CITY": "atlantis"}

    done = CliRunner().invoke(linli, command, env=env)

    assert done.exit_code == 2
    assert done.output == "Error: LINLI_CITY: there is no city 'atlantis'. Example: LINLI_CITY=hangzhou\n"


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        ({"LINLI_HOME": "/proc/linli"}, 2, "LINLI_HOME: /proc/linli cannot be made"),
        ({"LINLI_DATABASE_URL": "postgresql://linli@127.0.0.1:1/linli"}, 1, "the database does not answer"),
    ],
)
def test_what_cannot_be_had_is_said_in_one_line(
    tmp_path: Path, given: dict[str, str], code: int, said: str
) -> None:
    answer = CliRunner().invoke(linli, ["serve", "--port", "0"], env={"LINLI_HOME": str(tmp_path)} | given)

    assert answer.exit_code == code
    assert said in answer.output
    assert answer.output.count("\n") == 1


def test_a_taken_port_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = CliRunner().invoke(linli, ["serve", "--port", str(port)], env={"LINLI_HOME": str(tmp_path)})

    assert answer.exit_code == 1
    assert answer.output == (
        f"Error: cannot listen on 127.0.0.1:{port}: Address already in use. "
        "Choose another, as in: linli serve --port 8001\n"
    )
    assert not (tmp_path / "linli.db").exists()


def test_the_home_and_its_key_are_made_for_nobody_else(tmp_path: Path) -> None:
    home = tmp_path / "home"

    done = CliRunner().invoke(linli, ["sessions", "end", "--all"], env={"LINLI_HOME": str(home)})
    again = CliRunner().invoke(linli, ["keys", "rotate"], env={"LINLI_HOME": str(home)})

    assert (done.exit_code, again.exit_code) == (0, 0), done.output + again.output
    assert home.stat().st_mode & 0o777 == 0o700
    for file in home.iterdir():
        assert file.stat().st_mode & 0o077 == 0, file


@pytest.mark.parametrize(
    ("text", "mode", "said"),
    [
        ("5e" * 32, 0o644, "can be read by others (mode 644); run: chmod 600"),
        ("5e" * 31, 0o600, "must hold at least 64 hexadecimal digits"),
        ("not a key", 0o600, "must hold at least 64 hexadecimal digits"),
    ],
)
def test_a_bad_key_file_is_refused(tmp_path: Path, text: str, mode: int, said: str) -> None:
    (tmp_path / "secret.key").write_text(text)
    (tmp_path / "secret.key").chmod(mode)

    done = CliRunner().invoke(linli, ["serve"], env={"LINLI_HOME": str(tmp_path)})

    assert done.exit_code == 2
    assert said in done.output
    assert text not in done.output


def test_help_shows_an_example_of_each_command() -> None:
    for name, command in linli.commands.items():
        inner = getattr(command, "commands", {name: command})
        for leaf in inner.values():
            shown = leaf.get_help(leaf.make_context(leaf.name, [], resilient_parsing=True))
            assert "Example: " in shown, leaf.name
