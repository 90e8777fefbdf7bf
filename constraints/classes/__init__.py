"""Rules about a class: no clash, a full week."""
