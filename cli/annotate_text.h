// A layer of an annotated article as marked-up text for people.
#pragma once

#include <string>

#include <annals/v1/record.pb.h>

namespace annals::cli {

// The article's text with each annotation of the layer in brackets, "[20. September 2020|DATE
// 2020-09-20]"; for events a line each under its sentence.
std::string layer_text(const v1::ArticleRecord& record, const std::string& layer, bool color);

}  // namespace annals::cli
