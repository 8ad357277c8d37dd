-- One row per fault: a row with two faults stands here twice.
SELECT table_name, file, line, column_name, value, rule FROM rejects ORDER BY table_name, file, line, column_name, rule
