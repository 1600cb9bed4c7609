// Takes up what is free in the files of the store, and fills its transaction log until a new file of it is begun.
UNWIND range(1, $rows) AS row
CREATE (:Blank {text: $text})
