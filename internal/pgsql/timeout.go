package pgsql

import (
	"math"
	"strconv"
	"strings"
)

const timeoutHint = `write a number with us, ms, s, min, h or d, such as "5s"; ` +
	`a plain number is milliseconds, "0" is no limit`

// CheckTimeout tells what is wrong with a text as a time limit, and what to
// write; both are empty for a good one. It accepts what PostgreSQL reads as a setting in milliseconds
// (manual, "Parameter Names and Values"): a number, then perhaps a unit, with
// blanks allowed between. Hexadecimal, octal and exponents, which PostgreSQL
// reads too, are refused since they are never meant.
func CheckTimeout(s string) (msg, hint string) {
	rest := strings.TrimLeft(s, "0123456789.")
	number := s[:len(s)-len(rest)]
	unit := strings.TrimLeft(rest, " ")
	scale, ok := milliseconds(unit)
	// A blank at the end is no unit that is left out.
	if !ok || !isDecimal(number) || unit == "" && rest != "" {
		return "is not a time: " + strconv.Quote(s), timeoutHint
	}
	n, err := strconv.ParseFloat(number, 64)
	switch rounded := math.RoundToEven(n * scale); {
	case err != nil || rounded > math.MaxInt32:
		return "is too long a time: " + strconv.Quote(s),
			"PostgreSQL takes at most 2147483647 ms, about 24 days"
	case rounded == 0 && n > 0:
		return "is too short a time: " + strconv.Quote(s),
			`PostgreSQL rounds it to 0, which is no limit; write "1ms" or "0"`
	}
	return "", ""
}

// Milliseconds is a time limit in milliseconds; ok is false for what
// [CheckTimeout] refuses.
func Milliseconds(s string) (ms int, ok bool) {
	if msg, _ := CheckTimeout(s); msg != "" {
		return 0, false
	}
	rest := strings.TrimLeft(s, "0123456789.")
	scale, _ := milliseconds(strings.TrimLeft(rest, " "))
	n, err := strconv.ParseFloat(s[:len(s)-len(rest)], 64)
	return int(math.RoundToEven(n * scale)), err == nil
}

func isDecimal(s string) bool {
	whole, fraction, point := strings.Cut(s, ".")
	if whole == "" || point && fraction == "" || strings.Contains(fraction, ".") {
		return false
	}
	// PostgreSQL takes a leading zero for octal.
	return whole == "0" || whole[0] != '0'
}

// milliseconds is the length of a unit; units are case-sensitive.
func milliseconds(unit string) (float64, bool) {
	switch unit {
	case "us":
		return 0.001, true
	case "", "ms":
		return 1, true
	case "s":
		return 1000, true
	case "min":
		return 60 * 1000, true
	case "h":
		return 60 * 60 * 1000, true
	case "d":
		return 24 * 60 * 60 * 1000, true
	}
	return 0, false
}
