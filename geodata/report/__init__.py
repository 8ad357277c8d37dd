"""The annual report: its tables from the records, beside what was printed, checked by rule, on paper and frozen."""
