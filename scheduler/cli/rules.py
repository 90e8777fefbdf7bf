"""kebiao rules"""

from __future__ import annotations

import click

from constraints import catalogue
from scheduler.domain import Text
from scheduler.rule import Rule

from .lang import lang, t
from .options import UnknownNameError, json_option, lang_option, nearest, print_json, say_strength


@click.command(
    short_help=t("规则目录", "The catalogue of rules"),
    help=t(
        "规则目录：每条规则要求什么、参数、违反的例子、出自哪条规定。\n\n\b\n例：\n  kebiao rules\n"
        "  kebiao rules daily_exercise\n  kebiao rules --coverage\n  kebiao rules --markdown > 规则.md",
        "The catalogue of rules: what each asks, its parameters, an example that breaks it, the regulation "
        "it comes from.\n\n\b\nExamples:\n  kebiao rules\n  kebiao rules daily_exercise\n"
        "  kebiao rules --coverage\n  kebiao rules --markdown > rules.md",
    ),
)
@click.argument("code", required=False)
@click.option("--markdown", is_flag=True, help=t("写成参考手册", "write the reference"))
@click.option("--coverage", is_flag=True, help=t("每条规定由哪条规则管", "each regulation with its rules"))
@click.option("--packs", is_flag=True, help=t("有哪些规定（规则包）", "the packs of regulations"))
@json_option
@lang_option
def command(code: str | None, markdown: bool, coverage: bool, packs: bool, as_json: bool) -> None:
    """See the help text above."""
    if code and (coverage or packs):
        raise click.UsageError(t("--coverage 和 --packs 不带规则名", "--coverage and --packs take no rule"))
    if coverage or packs:
        _regulations_at_large(packs, as_json)
        return
    rules = catalogue()
    if code and code not in rules:
        maybe = nearest(code, rules, "kebiao rules")
        raise UnknownNameError(Text(f"没有规则 {code}\n  可以：{maybe}", f"no rule {code}\n  Maybe: {maybe}"))
    chosen = [rules[code]] if code else list(rules.values())
    if as_json:
        print_json([_data(r) for r in chosen])
    elif markdown:
        click.echo("# " + t("规则目录", "The catalogue of rules") + "\n")
        for rule in chosen:
            click.echo(_page(rule))
    elif code:
        click.echo(_page(chosen[0]))
    else:
        for rule in chosen:
            click.echo(f"{rule.code:26} {say_strength(rule.strength):4} {rule.title.say(lang())}")


def _regulations_at_large(packs: bool, as_json: bool) -> None:
    from . import coverage as at_large

    rules = catalogue()
    if as_json:
        print_json(at_large.packs_data(rules) if packs else at_large.coverage_data(rules))
    elif packs:
        at_large.show_packs(rules)
    else:
        at_large.show_coverage(rules)


def _regulations(rule: Rule) -> list[tuple[str, str, str]]:
    """(id, document, quotation) of the pack rows that ask this rule."""
    from scheduler.packs import pack_names, read_pack

    rows = [row for name in pack_names() for row in read_pack(name).rows if row.rule == rule.code]
    return [(row.id, f"{row.document} {row.part}", row.quotation) for row in rows]


def _page(rule: Rule) -> str:
    lines = [f"## {rule.code} · {rule.title.say(lang())}", "", rule.asks.say(lang()), ""]
    strength, unit = say_strength(rule.strength), rule.unit.say(lang())
    lines += [f"- {t('默认', 'default')}: {strength}; {t('计量单位', 'unit')}: {unit}"]
    for p in rule.params:
        default = p.default if p.default not in ("", ()) else "-"
        lines.append(f"- {t('参数', 'parameter')} `{p.name}` = {default} ({p.unit}): {p.text.say(lang())}")
    for case in rule.cases():
        if case.expected:
            lines.append(f"- {t('违反的例子', 'breaks')}: {case.why.say(lang())}")
            break
    for id, document, quotation in _regulations(rule):
        lines.append(f"- {t('规定', 'regulation')} {id} ({document}): “{quotation}”")
    if rule.reference:
        lines.append(f"- {t('出处', 'reference')}: {rule.reference}")
    return "\n".join(lines) + "\n"


def _data(rule: Rule) -> dict[str, object]:
    broken = next((c for c in rule.cases() if c.expected), None)
    return {
        "code": rule.code,
        "title": {"zh": rule.title.zh, "en": rule.title.en},
        "asks": {"zh": rule.asks.zh, "en": rule.asks.en},
        "default": rule.strength.value,
        "unit": {"zh": rule.unit.zh, "en": rule.unit.en},
        "parameters": [
            {
                "name": p.name,
                "default": str(p.default),
                "unit": p.unit,
                "text": {"zh": p.text.zh, "en": p.text.en},
            }
            for p in rule.params
        ],
        "breaks": {"zh": broken.why.zh, "en": broken.why.en} if broken else None,
        "regulations": [{"id": i, "document": d, "quotation": q} for i, d, q in _regulations(rule)],
        "reference": rule.reference,
    }
