#include <base/crc32c.h>

#include <limits.h>
#include <stdatomic.h>

#ifdef KP_ISAL
#include <isa-l/crc.h>
#endif

static const uint32_t polynomial = UINT32_C(0x82f63b78); /* Castagnoli, bits reversed */

/* The product of two polynomials modulo the CRC's, bits reversed: x^0 is the top bit. */
static uint32_t multiply(uint32_t a, uint32_t b)
{
    uint32_t product = 0;

    for (uint32_t bit = UINT32_C(1) << 31; bit; bit >>= 1) {
        if (a & bit)
            product ^= b;
        b = b & 1 ? (b >> 1) ^ polynomial : b >> 1;
    }
    return product;
}

/* x^(2^k) for k = 0..; made once by squaring. Several threads may make it at the same time: they write the same. */
enum { POWERS = 67 };
static _Atomic uint32_t powers[POWERS];
static _Atomic uint32_t table[8][256];
static _Atomic int made;

static void make(void)
{
    uint32_t power = UINT32_C(1) << 30; /* x^1 */
    for (int k = 0; k < POWERS; k++) {
        atomic_store_explicit(&powers[k], power, memory_order_relaxed);
        power = multiply(power, power);
    }
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t crc = i;
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? (crc >> 1) ^ polynomial : crc >> 1;
        atomic_store_explicit(&table[0][i], crc, memory_order_relaxed);
    }
    for (int t = 1; t < 8; t++)
        for (uint32_t i = 0; i < 256; i++) {
            uint32_t crc = atomic_load_explicit(&table[t - 1][i], memory_order_relaxed);
            uint32_t low = atomic_load_explicit(&table[0][crc & 0xff], memory_order_relaxed);
            atomic_store_explicit(&table[t][i], (crc >> 8) ^ low, memory_order_relaxed);
        }
    atomic_store_explicit(&made, 1, memory_order_release);
}

static void need(void)
{
    if (!atomic_load_explicit(&made, memory_order_acquire))
        make();
}

static uint32_t look(int t, uint32_t i) { return atomic_load_explicit(&table[t][i & 0xff], memory_order_relaxed); }

static uint32_t little(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

uint32_t kp__crc32c_table(uint32_t crc, const void *data, size_t len)
{
    const uint8_t *at = data;

    need();
    crc = ~crc;
    for (; len >= 8; at += 8, len -= 8) {
        uint32_t a = crc ^ little(at), b = little(at + 4);
        crc = look(7, a) ^ look(6, a >> 8) ^ look(5, a >> 16) ^ look(4, a >> 24) ^ look(3, b) ^ look(2, b >> 8) ^
              look(1, b >> 16) ^ look(0, b >> 24);
    }
    for (; len; at++, len--)
        crc = (crc >> 8) ^ look(0, crc ^ *at);
    return ~crc;
}

uint32_t kp__crc32c(uint32_t crc, const void *data, size_t len)
{
#ifdef KP_ISAL
    const unsigned char *at = data;
    crc = ~crc;
    for (; len > INT_MAX; at += INT_MAX, len -= INT_MAX)
        crc = crc32_iscsi((unsigned char *)(uintptr_t)at, INT_MAX, crc);
    return ~crc32_iscsi((unsigned char *)(uintptr_t)at, (int)len, crc);
#else
    return kp__crc32c_table(crc, data, len);
#endif
}

uint32_t kp__crc32c_combine(uint32_t crc_a, uint32_t crc_b, uint64_t len_b)
{
    uint32_t shift = UINT32_C(1) << 31; /* x^0 */

    need();
    for (int k = 3; len_b; len_b >>= 1, k++) /* 8 * len_b bits: start at x^(2^3) */
        if (len_b & 1)
            shift = multiply(shift, atomic_load_explicit(&powers[k], memory_order_relaxed));
    return multiply(shift, crc_a) ^ crc_b;
}
