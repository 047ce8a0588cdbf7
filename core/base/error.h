// The few kinds of failure Stratoscope knows. Each is thrown where the fact is known, with what is wrong, where, and what
// to do, in one line; it is shown once, by the job runner of the window or by strato's main.
//
//     throw Error("'" + path + "' can't be opened: " + reason + "; check the path and its permissions");
#pragma once

#include <stdexcept>
#include <string>

namespace strato {

// Something outside the program is wrong: a file, a model folder, a text, the machine. Exit code 1.
class Error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// The request itself makes no sense: an unknown option, a malformed plan. Exit code 2.
class UsageError : public Error {
public:
    using Error::Error;
};

// The user asked to stop. What was finished before stays valid. Exit code 130.
class Cancelled : public std::runtime_error {
public:
    Cancelled() : std::runtime_error("cancelled") {}
};

// An error is shown as one line, whatever a library put into its message.
inline std::string oneLine(std::string message) {
    for (char& c : message)
        if (c == '\n' || c == '\r') c = ' ';
    return message;
}

}  // namespace strato
