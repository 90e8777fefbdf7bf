"""What each kind of change does to the workbook: one file a group of kinds."""
