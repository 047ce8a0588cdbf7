// SHA-256 of bytes fed piece by piece; names the data and models that numbers came from.
//
//     Sha256 hash;
//     hash.add(text);
//     hash.hex();
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace strato {

class Sha256 {
public:
    Sha256();
    ~Sha256();

    void add(std::string_view bytes);
    void add(std::span<const std::byte> bytes);
    // 64 lower-case hexadecimal digits of everything added; nothing may be added afterwards.
    std::string hex();

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

}  // namespace strato
