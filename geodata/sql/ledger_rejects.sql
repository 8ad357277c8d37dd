-- What the build set aside of what people recorded: one row per fault, the record's number in the ledger and the rule.
SELECT line, rule FROM rejects WHERE file = $ledger ORDER BY line, rule
