"""What the pages show, worked out once for the workbook and the web page: no cell styles, no markup."""
