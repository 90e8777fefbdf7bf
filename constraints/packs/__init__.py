"""The regulations as data: one YAML file a pack, read by ``scheduler.packs``."""
