"""Days in figures, as they are typed: Django knows no « 1er »."""

DATE_FORMAT = SHORT_DATE_FORMAT = "d/m/Y"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "d/m/Y à H:i"
MONTH_DAY_FORMAT = "d/m"
