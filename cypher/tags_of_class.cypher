// The entities of a class that were not looked at under these rules. One row, for speed.
MATCH (e:$($cls))
WHERE e.ruled IS NULL OR e.ruled <> $rules
RETURN collect([e.id, e.ruled]) AS found
