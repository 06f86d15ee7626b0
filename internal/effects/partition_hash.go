package effects

import (
	"encoding/binary"
	"encoding/hex"
	"math/bits"
	"strconv"
	"strings"

	"sqlbundle/internal/catalog"
)

// hashPart is the partition of a hash-partitioned table that a row belongs to,
// nil where it has none; ok is false where the constants do not tell
// (compute_partition_hash_value, partbounds.c, PostgreSQL 16).
func (r *run) hashPart(parent, top *catalog.Relation, values row) (part *catalog.Relation, ok bool) {
	hash := uint64(0)
	for _, key := range parent.Key {
		if key.Num == 0 || key.Opclass != "" {
			return nil, false
		}
		col := top.Column(parent.Columns[key.Num-1].Name)
		if col == nil {
			return nil, false
		}
		v, given := values[col.Num]
		if given && v.null {
			continue
		}
		one, ok := r.hashValue(col, v)
		if !given || !ok {
			return nil, false
		}
		hash ^= one + 0x49a0f4dd15e5a8e3 + hash<<54 + hash>>7
	}
	for _, child := range r.Children(parent.OID) {
		b := child.Bound
		if b.GetModulus() > 0 && hash%uint64(b.Modulus) == uint64(b.Remainder) {
			return child, true
		}
	}
	return nil, true
}

// keyGiven tells whether a condition may say what all columns of a key are: only
// then does the planner look for the one partition by hash.
func keyGiven(parent, top *catalog.Relation, values row) bool {
	for _, key := range parent.Key {
		if key.Num == 0 {
			continue
		}
		col := top.Column(parent.Columns[key.Num-1].Name)
		if col == nil {
			return true
		}
		if _, given := values[col.Num]; !given {
			return false
		}
	}
	return true
}

// hashValue is the hash of a constant of a column's type: hashint8extended and
// the like, which give the same for the same whole number, hashtextextended,
// hashbpcharextended and uuid_hash_extended.
func (r *run) hashValue(col *catalog.Column, v value) (hash uint64, ok bool) {
	switch r.Bottom(col.Type).Name {
	case "int2", "int4", "int8":
		return hashInteger(v)
	case "text", "varchar":
		return hashBytes([]byte(v.text)), col.CollationOID == 0
	case "bpchar":
		return hashBytes([]byte(strings.TrimRight(v.text, " "))), col.CollationOID == 0
	case "uuid":
		id, err := hex.DecodeString(plainUUID(v.text))
		return hashBytes(id), err == nil && len(id) == 16
	}
	return 0, false
}

// hashInteger is the hash of a whole number (hashint8extended, hashfunc.c).
func hashInteger(v value) (hash uint64, ok bool) {
	n, err := strconv.ParseInt(v.text, 10, 64)
	if err != nil {
		return 0, false
	}
	low, high := uint32(n), uint32(uint64(n)>>32)
	if n < 0 {
		high = ^high
	}
	return hashBytes(binary.LittleEndian.AppendUint32(nil, low^high)), true
}

// hashBytes is hash_bytes_extended of hashfn.c with the seed of partitions
// (HASH_PARTITION_SEED, partition.h): Bob Jenkins's function, as a machine with
// the lowest byte first computes it.
func hashBytes(data []byte) uint64 {
	const seed, words = 0x7A5B22367996DCFD, 12
	start := uint32(0x9e3779b9 + len(data) + 3923095)
	a, b, c := start+seed>>32, start+seed&0xFFFFFFFF, start
	mix := func() {
		for _, turn := range [...]int{4, 6, 8, 16, 19, 4} {
			a = (a - c) ^ bits.RotateLeft32(c, turn)
			c += b
			a, b, c = b, c, a
		}
	}
	mix()
	for ; len(data) >= words; data = data[words:] {
		a += binary.LittleEndian.Uint32(data)
		b += binary.LittleEndian.Uint32(data[4:])
		c += binary.LittleEndian.Uint32(data[8:])
		mix()
	}
	// The lowest byte of c is the length's.
	var rest [words + 1]byte
	copy(rest[:8], data)
	if len(data) > 8 {
		copy(rest[9:], data[8:])
	}
	a += binary.LittleEndian.Uint32(rest[:])
	b += binary.LittleEndian.Uint32(rest[4:])
	c += binary.LittleEndian.Uint32(rest[8:])
	for _, turn := range [...]int{14, 11, 25, 16, 4, 14, 24} {
		c = (c ^ b) - bits.RotateLeft32(b, turn)
		a, b, c = b, c, a
	}
	// Seven turns leave what was c in b, and what was b in a.
	return uint64(a)<<32 | uint64(b)
}
