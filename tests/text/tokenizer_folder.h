// Tokeniser folders for tests: those of tests/data, and changed copies of them.
#pragma once

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include <QString>
#include <QTemporaryDir>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/json_view.h"
#include "core/text/tokenizer.h"

namespace strato {

class TokenizerFolders {
public:
    static std::filesystem::path data(const std::string& name) { return std::filesystem::path(TEST_DATA_DIR) / "tokenizers" / name; }

    std::filesystem::path fresh() {
        const std::filesystem::path folder = folder_.filePath(QString::number(made_++)).toStdString();
        std::filesystem::create_directory(folder);
        return folder;
    }

    static void write(const std::filesystem::path& path, const std::string& content) { std::ofstream(path, std::ios::binary) << content; }

    static nlohmann::json file(const std::string& name) { return parseJsonFile(data(name) / "tokenizer.json").raw(); }

    // A folder with the tokenizer.json of `name`, changed.
    std::filesystem::path changed(const std::function<void(nlohmann::json&)>& change, const std::string& name = "gpt2_like") {
        nlohmann::json json = file(name);
        change(json);
        const auto folder = fresh();
        write(folder / "tokenizer.json", json.dump());
        return folder;
    }

    // What loading complains about; empty if it doesn't.
    static QString loadingError(const std::filesystem::path& folder) {
        try {
            Tokenizer::load(folder);
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    }

private:
    QTemporaryDir folder_;
    int made_ = 0;
};

}  // namespace strato
