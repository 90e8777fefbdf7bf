"""Names of teachers who do not exist: common surnames with common given names, from a seed, none twice."""

from __future__ import annotations

import random
from collections.abc import Iterator

# In the order of how common they are; the front of the list is drawn more often.
SURNAMES = """
王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 林 高 罗 郑 梁 谢 宋 唐 许 韩 冯 邓 曹 彭 曾
肖 田 董 潘 袁 蔡 蒋 余 于 杜 叶 程 魏 苏 吕 丁 任 卢 姚 沈 钟 姜 崔 谭 陆 范 汪 廖 石 金 韦 贾
夏 付 方 邹 熊 白 孟 秦 邱 侯 江 尹 薛 闫 段 雷 龙 黎 史 陶 贺 毛 郝 顾 龚 邵 万 覃 武 钱 戴 严
欧阳 上官
"""
GIVEN = """
建国 建军 志强 志刚 国庆 卫东 海涛 晓东 文斌 俊杰 子轩 浩然 宇航 明辉 永康 立新 振华 德明 新民 宏伟
少华 秀英 桂兰 玉兰 淑珍 凤英 丽华 春梅 秋菊 晓燕 海燕 雪梅 玉洁 婷婷 静怡 佳慧 梦瑶 欣怡 诗涵 雅琴
文静 慧敏 美玲 红霞 艳丽 小红 思远 一鸣 天佑 学文 博文 家豪 嘉欣 晓敏 晓丽 丹丹 莉莉 雨桐 若兰 芷若
伟 芳 娜 敏 静 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 霞 平 刚 丽
波 辉 鹏 红 玲 燕 飞 梅 颖 倩 宁 蕾 琳 岩 昕 悦
"""


def names(seed: str) -> Iterator[str]:
    """Full names without end, each once; the same for the same seed."""
    rng = random.Random(f"people {seed}")
    surnames, given = SURNAMES.split(), GIVEN.split()
    weights = [1 / (rank + 8) for rank in range(len(surnames))]
    used = set()
    while True:
        name = rng.choices(surnames, weights)[0] + rng.choice(given)
        if name not in used:
            used.add(name)
            yield name
