#include <broker/uuid.h>

#include <string.h>

void kp__uuid_text(const kp__uuid *id, char out[KP__UUID_TEXT])
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (int i = 0; i < KP__UUID_TEXT - 1; i++) {
        int bit = i * 6, byte = bit / 8;
        unsigned pair = (unsigned)id->bytes[byte] << 8 | (byte + 1 < 16 ? id->bytes[byte + 1] : 0);
        out[i] = digits[pair >> (10 - bit % 8) & 63];
    }
    out[KP__UUID_TEXT - 1] = '\0';
}

bool kp__uuid_is_zero(const kp__uuid *id)
{
    static const kp__uuid zero;
    return memcmp(id, &zero, sizeof zero) == 0;
}

void kp__uuid_random(kp__uuid *id, const uint8_t random[16])
{
    memcpy(id->bytes, random, 16);
    id->bytes[6] = (uint8_t)((id->bytes[6] & 0x0f) | 0x40);
    id->bytes[8] = (uint8_t)((id->bytes[8] & 0x3f) | 0x80);
    if (id->bytes[0] >> 2 == 62)
        id->bytes[0] ^= 0x80;
}
