// Result<T>: a value or an Error. Shaped like std::expected so that a later
// standard can replace it by an alias.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace annals {

enum class ErrorCode { kInvalidInput, kNotFound, kCorrupt, kIo, kLocked, kUnsupported, kInternal };

constexpr std::string_view to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidInput:
      return "invalid input";
    case ErrorCode::kNotFound:
      return "not found";
    case ErrorCode::kCorrupt:
      return "corrupt data";
    case ErrorCode::kIo:
      return "I/O error";
    case ErrorCode::kLocked:
      return "locked";
    case ErrorCode::kUnsupported:
      return "unsupported";
    case ErrorCode::kInternal:
      return "internal error";
  }
  return "unknown";
}

struct Error {
  ErrorCode code;
  std::string message;

  // Prepends what was being done: "open store: lock held by pid 7".
  Error with_context(std::string_view doing) && {
    message.insert(0, std::string(doing) + ": ");
    return std::move(*this);
  }
};

template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
  using Base = tl::expected<T, Error>;

 public:
  using Base::Base;
  Result(Base base) : Base(std::move(base)) {}  // NOLINT(google-explicit-constructor)
};

using Status = Result<void>;
using Failure = tl::unexpected<Error>;

inline Failure fail(ErrorCode code, std::string message) {
  return Failure(Error{code, std::move(message)});
}

}  // namespace annals

#define ANNALS_CONCAT_INNER(a, b) a##b
#define ANNALS_CONCAT(a, b) ANNALS_CONCAT_INNER(a, b)

// ANNALS_TRY(expr): returns the error of a failed Status.
#define ANNALS_TRY(expr)                                             \
  do {                                                               \
    if (auto annals_try_status = (expr); !annals_try_status)         \
      return ::tl::unexpected(std::move(annals_try_status).error()); \
  } while (false)

// ANNALS_ASSIGN(auto x, expr): declares x from a Result, or returns its error.
#define ANNALS_ASSIGN(decl, expr) \
  ANNALS_ASSIGN_IMPL(decl, expr, ANNALS_CONCAT(annals_result_, __LINE__))
#define ANNALS_ASSIGN_IMPL(decl, expr, name)                   \
  auto name = (expr);                                          \
  if (!name) return ::tl::unexpected(std::move(name).error()); \
  decl = *std::move(name)
