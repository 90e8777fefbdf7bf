"""Rules about PE, activity lessons and daily exercise."""
