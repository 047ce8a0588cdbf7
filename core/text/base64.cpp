#include "core/text/base64.h"

#include <openssl/evp.h>

#include <climits>

#include "core/base/error.h"

namespace strato {

std::string decodeBase64(std::string_view text, const std::string& where) {
    std::string bytes(text.size() / 4 * 3, '\0');
    const bool whole = text.size() % 4 == 0 && text.size() <= INT_MAX;
    const int length = whole ? EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), reinterpret_cast<const unsigned char*>(text.data()),
                                               static_cast<int>(text.size()))
                             : -1;
    if (length != static_cast<int>(bytes.size())) throw Error(where + " is not valid base64; fetch the file again");
    bytes.resize(bytes.size() - (text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0));
    return bytes;
}

}  // namespace strato
