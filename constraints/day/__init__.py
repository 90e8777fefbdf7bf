"""Rules about the school day: hours in school, lesson lengths, blocks of the day, class size."""
