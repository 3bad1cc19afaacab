"""When: expressions of time found in text and normalised to intervals (TIMEX3, EDTF)."""
