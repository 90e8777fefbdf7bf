"""Rules about the school calendar (校历): exams, other events, meetings."""
