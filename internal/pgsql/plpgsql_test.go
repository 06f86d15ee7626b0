package pgsql

import (
	"fmt"
	"testing"
)

func TestParseRoutine(t *testing.T) {
	for _, test := range []struct{ body, want string }{
		{"UPDATE t SET a = 1;", "[{0 UPDATE t SET a = 1 [] [] [] []} {6  [] [] [] []}]"},
		{"PERFORM f(1);", "[{0 SELECT f(1) [] [] [] []} {6  [] [] [] []}]"},
		{"EXECUTE 'a' USING 1;", "[{1 1 [] [] [] []} {2 'a' [] [] [] []} {6  [] [] [] []}]"},
		{"IF a THEN DELETE FROM t; ELSIF b THEN NULL; ELSE DELETE FROM u; END IF;", "[{1 a [] [] [] []} {4  [[{0 DELETE FROM t [] [] [] []}] [{1 b [] [] [] []}] [{0 DELETE FROM u [] [] [] []}]] [a b ] [] []} {6  [] [] [] []}]"},
		{"CASE a WHEN 1 THEN DELETE FROM t; ELSE DELETE FROM u; END CASE;", `[{1 a [] [] [] []} {3  [[{1 "__Case__Variable_3__" IN (1) [] [] [] []} {0 DELETE FROM t [] [] [] []}] [{0 DELETE FROM u [] [] [] []}]] [] [] []} {6  [] [] [] []}]`},
		{"LOOP DELETE FROM t; END LOOP;", "[{7  [[{0 DELETE FROM t [] [] [] []}]] [] [] []} {6  [] [] [] []}]"},
		{"WHILE a LOOP DELETE FROM t; END LOOP;", "[{1 a [] [] [] []} {3  [[{0 DELETE FROM t [] [] [] []}]] [] [] []} {6  [] [] [] []}]"},
		{"FOR i IN 1..2 LOOP DELETE FROM t; END LOOP;", "[{1 1 [] [] [] []} {1 2 [] [] [] []} {3  [[{0 DELETE FROM t [] [] [] []}]] [] [] []} {6  [] [] [] []}]"},
		{"BEGIN DELETE FROM t; EXCEPTION WHEN others THEN DELETE FROM u; END;", "[{5  [[{0 DELETE FROM t [] [] [] []}] [{0 DELETE FROM u [] [] [] []}]] [] [] [[others]]} {6  [] [] [] []}]"},
		{"CALL p();", "[{0 CALL p() [] [] [] []} {6  [] [] [] []}]"},
		{"SELECT 1, 2 INTO a, b;", "[{0 SELECT 1, 2 [] [] [a b] []} {6  [] [] [] []}]"},
		{"B := a;", "[{1  a [] [] [b] []} {6  [] [] [] []}]"},
		{"LOOP EXIT WHEN a; END LOOP;", "[{7  [[{1 a [] [] [] []} {4  [[{8  [] [] [] []}] []] [a ] [] []}]] [] [] []} {6  [] [] [] []}]"},
		{"RAISE EXCEPTION '%', a;", "[{1 a [] [] [] []} {9  [] [] [] []} {6  [] [] [] []}]"},
		{"GET DIAGNOSTICS a = ROW_COUNT; EXECUTE b INTO a;", "[{10  [] [] [] []} {2 b [] [] [] []} {10  [] [] [] []} {6  [] [] [] []}]"},
		{"RAISE NOTICE '%', a + 1;", "[{1 a + 1 [] [] [] []} {6  [] [] [] []}]"},
	} {
		steps, err := ParseRoutine("DO $$ DECLARE a int; b text; BEGIN " + test.body + " END $$")
		if got := fmt.Sprint(steps); err != nil || got != test.want {
			t.Errorf("%s\n got %s %v\nwant %s", test.body, got, err, test.want)
		}
	}
	for _, text := range []string{"DO $$ BEGIN", "DO $$ BEGIN IF; END $$", "DO $$ BEGIN x := 1; END $$"} {
		if steps, err := ParseRoutine(text); err == nil {
			t.Errorf("%s is taken as %v", text, steps)
		}
	}
}
