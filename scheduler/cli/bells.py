"""kebiao bells"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from constraints import catalogue
from scheduler.domain import RuleSetting, Text
from scheduler.errors import KebiaoError
from scheduler.packs import pack_names, read_pack
from scheduler.packs.sayings import say_basis
from scheduler.rule import TIME_OF_DAY, say_clock

from .lang import lang, t
from .options import UnknownNameError, json_option, lang_option, nearest, print_json

if TYPE_CHECKING:
    from scheduler.bells import Clash, Margin, Proposal, Wanted

STAGES = {"小学": (1, 2, 3, 4, 5, 6), "初中": (7, 8, 9), "primary": (1, 2, 3, 4, 5, 6), "junior": (7, 8, 9)}


class NoDayError(KebiaoError):
    """No school day keeps all that the packs ask."""

    exit_code = 5

    def __init__(self, clash: Clash, wanted: Wanted):
        self.reasons = tuple(_Reason(s) for s in clash.settings)
        super().__init__(Text(
            f"排不出这样的一天：每天 {wanted.lessons} 节，这 {len(clash.settings)} 条不能同时满足（去掉任何一条即可）",
            f"no such day: with {wanted.lessons} lessons these {len(clash.settings)} rules cannot live together "
            "(without any one of them there is a day)",
        ))  # fmt: skip


class _Reason:
    def __init__(self, setting: RuleSetting):
        self._setting = setting

    def say(self, lang: str) -> str:
        return f"{_title(self._setting)}: {say_basis(self._setting).say(lang)}"


def _minutes(ctx: click.Context, param: click.Parameter, value: str) -> int:
    """A clock time of the command line as minutes after midnight."""
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", value)
    if not found:
        raise click.BadParameter(t(f"{value} 不是时刻，写成 17:30", f"{value} is no time of day; write 17:30"))
    return int(found[1]) * 60 + int(found[2])


@click.command(
    short_help=t("设计作息时间表", "Design a bell schedule"),
    help=t(
        "按规则包设计作息：每节课、大课间、眼保健操、午休和课后服务的时刻，并列出每条规定还有多少余量；"
        "几条规定不能同时满足时指出是哪几条（退出码 5）。\n\n\b\n例：\n"
        "  kebiao bells --stage 小学 --lessons 6 --pack haidian-lixin\n"
        "  kebiao bells --grades 7-9 --lessons 7 --pack shaanxi-audit --pack double-reduction-national\n"
        "  kebiao bells --stage 小学 --lessons 6 --pack huozhou -o 作息.xlsx",
        "Design a school day by rule packs: when lessons, long breaks, eye exercises, noon and after-school service "
        "are, with the margin of every rule; where rules cannot live together, which they are (exit code 5).\n\n\b\n"
        "Examples:\n  kebiao bells --stage primary --lessons 6 --pack haidian-lixin\n"
        "  kebiao bells --grades 7-9 --lessons 7 --pack shaanxi-audit --pack double-reduction-national\n"
        "  kebiao bells --stage primary --lessons 6 --pack huozhou -o bells.xlsx",
    ),
)
@click.option(
    "--stage", type=click.Choice(list(STAGES)), metavar=t("小学|初中", "primary|junior"), help=t("学段", "stage")
)
@click.option("--grades", metavar="1-6", help=t("年级，如 3-6", "grades, such as 3-6"))
@click.option("--lessons", type=click.IntRange(1, 9), required=True, help=t("每天几节课", "lessons a day"))
@click.option("--morning", type=click.IntRange(0, 6), default=0, help=t("上午几节", "of these before noon"))
@click.option("--minutes", type=click.IntRange(0, 60), default=0,
              help=t("每节课分钟（默认小学 40，初中 45）", "of a lesson (default: primary 40, junior 45)"))  # fmt: skip
@click.option("--pack", "packs", multiple=True, metavar=t("规则包", "PACK"), help=t("可写多次", "may be repeated"))
@click.option("--no-sport", is_flag=True, help=t("不是每天都有体育课或活动课", "not every day has PE or activity"))
@click.option("--homework", type=click.IntRange(0, 300), default=0,
              help=t("每天带回家的作业分钟（算睡眠）", "homework a day at home, for the hours of sleep"))  # fmt: skip
@click.option("--work-end", callback=_minutes, metavar="HH:MM", default="17:30", show_default=True,
              help=t("当地下班时间", "when working people leave"))  # fmt: skip
@click.option("--province", default="", help=t("省市（有的规定只在当地）", "province, for local rules"))
@click.option("--count", type=click.IntRange(1, 3), default=2, show_default=True, help=t("最多几种方案", "proposals"))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help=t("写出 作息 表（xlsx）", "write the day as a sheet")
)
@json_option
@lang_option
def command(
    stage: str | None, grades: str | None, packs: tuple[str, ...], no_sport: bool, count: int, output: Path | None,
    as_json: bool, **options: Any,
) -> None:  # fmt: skip
    """See the help text above."""
    from scheduler.bells import Clash, Wanted, design

    if output and output.suffix.lower() != ".xlsx":
        output = output.with_name(output.name + ".xlsx")
    wanted = Wanted(_grades(stage, grades), sport=not no_sport, **options)
    settings = _settings(packs, wanted)
    found = design(wanted, settings, catalogue(), count)
    if isinstance(found, Clash):
        raise NoDayError(found, wanted)
    if output:
        from scheduler.output.bells import write_bells

        write_bells(output, found[0].day.blocks, wanted.grades)
    if as_json:
        print_json([_data(p) for p in found])
        return
    for number, proposal in enumerate(found, 1):
        _print(number, proposal)
    if output:
        click.echo(t(f"已写好 {output}：把 作息 表复制到计划里", f"wrote {output}: copy sheet 作息 into the plan"))


def _grades(stage: str | None, grades: str | None) -> tuple[int, ...]:
    from scheduler.intake import words

    if bool(stage) == bool(grades):
        raise click.UsageError(t("--stage 和 --grades 写一个", "give --stage or --grades"))
    if stage:
        return STAGES[stage]
    try:
        return words.grades(grades)
    except ValueError:
        raise click.UsageError(t(f"年级 {grades} 读不懂，写成 3-6", f"grades {grades}: write 3-6")) from None


def _settings(packs: tuple[str, ...], wanted: Wanted) -> list[RuleSetting]:
    """What the packs ask of these grades."""
    from scheduler.intake.regulations import pack_aliases, pack_settings, usual_subjects
    from scheduler.intake.words import key

    found: list[RuleSetting] = []
    for word in packs:
        name = pack_aliases().get(key(word))
        if name is None:
            maybe = nearest(word, pack_names(), "、".join(pack_names()))
            raise UnknownNameError(Text(f"没有规则包 {word}\n  可以：{maybe}", f"no pack {word}\n  Maybe: {maybe}"))
        found += pack_settings(read_pack(name), catalogue(), usual_subjects())
    asked = set(wanted.grades)
    return [s for s in found if not s.scope.grades or s.scope.grades & asked]


def _title(setting: RuleSetting) -> str:
    return catalogue()[setting.rule].title.say(lang())


def _value(margin: Margin, value: float) -> str:
    clock = any(p.unit == TIME_OF_DAY for p in catalogue()[margin.setting.rule].params)
    return say_clock(value) if clock else f"{value:g}"


def _print(number: int, proposal: Proposal) -> None:
    import rich
    from rich.table import Table

    morning = sum(b.start < 12 * 60 + 30 for b in proposal.day.lessons)
    after = len(proposal.day.lessons) - morning
    click.echo(t(f"方案 {number}：上午 {morning} 节，下午 {after} 节", f"{number}: {morning} + {after} lessons"))
    for block in proposal.day.blocks:
        click.echo(f"  {say_clock(block.start)}–{say_clock(block.end)}  {block.name}")
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="")
    for head in (t("规定", "rule"), t("出处", "row"), t("这一天", "this day"), t("要求", "asked"), t("余量", "spare")):
        table.add_column(head)
    for margin in proposal.margins:
        spare = f"{margin.spare:g}" if margin.spare >= 0 else t(f"差 {-margin.spare:g}", f"{-margin.spare:g} short")
        table.add_row(_title(margin.setting), margin.setting.id, _value(margin, margin.value),
                      _value(margin, margin.bound), spare)  # fmt: skip
    rich.print(table)


def _data(proposal: Proposal) -> dict[str, object]:
    return {
        "blocks": [
            {"name": b.name, "kind": b.kind.value, "start": say_clock(b.start), "end": say_clock(b.end)}
            for b in proposal.day.blocks
        ],
        "margins": [
            {"setting": m.setting.id, "rule": m.setting.rule, "value": m.value, "bound": m.bound, "spare": m.spare}
            for m in proposal.margins
        ],
    }
