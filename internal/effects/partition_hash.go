package effects

import (
	"math/bits"
	"strconv"

	"sqlbundle/internal/catalog"
)

// hashPart is the partition of a hash-partitioned table that a row belongs to;
// ok is false where the constants do not tell, or the key is of another type
// than whole numbers (compute_partition_hash_value, partbounds.c, PostgreSQL 16).
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
		one, ok := hashInteger(col.Type.Name, v)
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
	return nil, len(r.Children(parent.OID)) == 0
}

// hashInteger is the hash of a whole number of a type (hashint8extended,
// hashfunc.c). Those of all three types are the same for the same number.
func hashInteger(name string, v value) (hash uint64, ok bool) {
	switch name {
	case "int2", "int4", "int8":
	default:
		return 0, false
	}
	n, err := strconv.ParseInt(v.text, 10, 64)
	if err != nil {
		return 0, false
	}
	low, high := uint32(n), uint32(uint64(n)>>32)
	if n < 0 {
		high = ^high
	}
	return hashWord(low ^ high), true
}

// hashWord is hash_bytes_uint32_extended of hashfn.c with the seed of partitions
// (HASH_PARTITION_SEED, partition.h): Bob Jenkins's function for one word.
func hashWord(k uint32) uint64 {
	const seed = 0x7A5B22367996DCFD
	start := uint32(0x9e3779b9 + 4 + 3923095)
	a, b, c := start+seed>>32, start+seed&0xFFFFFFFF, start
	for _, turn := range [...]int{4, 6, 8, 16, 19, 4} {
		a = (a - c) ^ bits.RotateLeft32(c, turn)
		c += b
		a, b, c = b, c, a
	}
	a += k
	for _, turn := range [...]int{14, 11, 25, 16, 4, 14, 24} {
		c = (c ^ b) - bits.RotateLeft32(b, turn)
		a, b, c = b, c, a
	}
	// Seven turns leave what was c in b, and what was b in a.
	return uint64(a)<<32 | uint64(b)
}
