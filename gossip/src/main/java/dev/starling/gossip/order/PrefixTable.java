package dev.starling.gossip.order;

import java.util.Arrays;

/**
 * Values sorted by an unsigned 64-bit prefix of their key, in two flat arrays.
 *
 * <p>A node remembers every other node, and a simulator holds as many such tables as nodes: 12
 * bytes a row instead of a tree's 40, and a search that touches one array. Inserting moves half the
 * rows, which at 10,000 members is a copy of 60 kB and happens once per member.
 *
 * <p>Rows of equal prefix stand in the order in which the caller inserts them; it finds the place
 * with {@link #firstAt} and {@link #isAt}.
 */
public final class PrefixTable<V> {

    private static final int INITIAL_ROWS = 8;

    /** The prefixes with their top bit flipped, so that signed order is unsigned order. */
    private long[] keys = new long[INITIAL_ROWS];

    private Object[] values = new Object[INITIAL_ROWS];
    private int size;

    public int size() {
        return size;
    }

    /**
     * The first row whose prefix is not below {@code prefix}; the size if there is none.
     *
     * <p>Prefixes are hashes, so their place can be guessed: the search begins there and widens in
     * doubling steps, which touches two or three cache lines where halving touches ten. Prefixes
     * that somebody chose so as to crowd make it no slower than halving would be, twice over.
     */
    public int firstAt(long prefix) {
        long key = prefix ^ Long.MIN_VALUE;
        int guess = (int) ((prefix >>> 32) * size >>> 32);
        int low = guess;
        int high = guess;
        if (guess < size && keys[guess] < key) {
            for (int step = 1; high < size && keys[high] < key; step <<= 1) {
                low = high + 1;
                high = Math.min(size, high + step);
            }
        } else {
            for (int step = 1; low > 0 && keys[low - 1] >= key; step <<= 1) {
                high = low - 1;
                low = Math.max(0, low - step);
            }
        }
        return firstBetween(low, high, key);
    }

    /** All rows before {@code low} are below {@code key}, none from {@code high} on is. */
    private int firstBetween(int low, int high, long key) {
        while (low < high) {
            int middle = low + high >>> 1;
            if (keys[middle] < key) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /** Whether there is a row {@code index} and it has this prefix. */
    public boolean isAt(int index, long prefix) {
        return index < size && keys[index] == (prefix ^ Long.MIN_VALUE);
    }

    @SuppressWarnings("unchecked") // only V is ever stored
    public V at(int index) {
        return (V) values[index];
    }

    public void set(int index, V value) {
        values[index] = value;
    }

    /** Makes {@code value} row {@code index}; what stood there and behind moves up. */
    public void insert(int index, long prefix, V value) {
        if (size == values.length) {
            int larger = size + (size >> 1);
            keys = Arrays.copyOf(keys, larger);
            values = Arrays.copyOf(values, larger);
        }
        System.arraycopy(keys, index, keys, index + 1, size - index);
        System.arraycopy(values, index, values, index + 1, size - index);
        keys[index] = prefix ^ Long.MIN_VALUE;
        values[index] = value;
        size++;
    }

    public void remove(int index) {
        size--;
        System.arraycopy(keys, index + 1, keys, index, size - index);
        System.arraycopy(values, index + 1, values, index, size - index);
        values[size] = null;
    }
}
