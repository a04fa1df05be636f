//go:build !bundled

package meaning

// dots are the inner products of a vector and those that lie one after the other.
func dots(all, one []int8, sums []int32) {
	for at := range sums {
		v, sum := all[at*Dimensions:(at+1)*Dimensions], int32(0)
		for i, b := range one {
			sum += int32(b) * int32(v[i])
		}
		sums[at] = sum
	}
}
