// The engine's version: everything derived is a function of the stored articles and of this.
#pragma once

#include <string_view>

namespace annals {

inline constexpr std::string_view kEngineVersion = "0.1.0";

}  // namespace annals
