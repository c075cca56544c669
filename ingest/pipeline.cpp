#include "ingest/pipeline.h"

#include <algorithm>
#include <cctype>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "engine/base/version.h"
#include "ingest/what/event_finder.h"
#include "ingest/when/time_tagger.h"
#include "ingest/who/actor_finder.h"

namespace annals {
namespace {

template <class Layer>
Status load_layer(const DataFiles& data, const std::string& code, const char* file,
                  std::optional<Layer>& layer) {
  if (!data.has("lang/" + code + "/" + file)) return {};
  ANNALS_ASSIGN(layer, Layer::load(data, code));
  return {};
}

// What is done with a text of one language, loaded when the first one comes. A pack may lack a
// layer's file; its articles then go without that layer.
class Layers {
 public:
  Layers(const DataFiles& data, const Language& own) : language(&own), data_(data) {}

  const Language* language;
  std::optional<TimeTagger> times;
  std::optional<ActorFinder> actors;
  std::optional<EventFinder> events;

  // The same answer to all; from any thread.
  const Status& load() {
    std::call_once(loaded_, [this] { status_ = load_all(); });
    return status_;
  }

 private:
  Status load_all() {
    ANNALS_TRY(load_layer(data_, language->code(), "times.txtpb", times));
    ANNALS_TRY(load_layer(data_, language->code(), "names.txtpb", actors));
    ANNALS_TRY(load_layer(data_, language->code(), "events.txtpb", events));
    return {};
  }

  const DataFiles& data_;
  std::once_flag loaded_;
  Status status_;
};

// "de-AT" and "DE" are "de".
std::string primary_language(std::string_view tag) {
  std::string code(tag.substr(0, tag.find_first_of("-_")));
  std::transform(code.begin(), code.end(), code.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return code;
}

void add_note(v1::Article& article, std::string note) {
  const auto& notes = article.notes();
  if (std::find(notes.begin(), notes.end(), note) == notes.end()) {
    article.add_notes(std::move(note));
  }
}

}  // namespace

struct Pipeline::Impl {
  Impl(DataFiles files, PipelineOptions chosen, Cleaner clean, Languages known)
      : data(std::move(files)),
        options(std::move(chosen)),
        cleaner(std::move(clean)),
        languages(std::move(known)) {
    for (const std::string& code : languages.codes())
      layers.push_back(std::make_unique<Layers>(data, *languages.find(code)));
  }

  DataFiles data;
  PipelineOptions options;
  Cleaner cleaner;
  Languages languages;
  std::vector<std::unique_ptr<Layers>> layers;

  Layers* find(std::string_view code) const {
    const Language* const language = languages.find(code);
    const auto found = std::find_if(layers.begin(), layers.end(), [&](const auto& candidate) {
      return candidate->language == language;
    });
    return language == nullptr || found == layers.end() ? nullptr : found->get();
  }
};

Pipeline::Pipeline(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Pipeline::Pipeline(Pipeline&&) noexcept = default;
Pipeline& Pipeline::operator=(Pipeline&&) noexcept = default;
Pipeline::~Pipeline() = default;

Result<Pipeline> Pipeline::load(const DataFiles& data, PipelineOptions options) {
  ANNALS_ASSIGN(Cleaner cleaner, Cleaner::load(data));
  ANNALS_ASSIGN(Languages languages, Languages::load(data));
  auto impl =
      std::make_unique<Impl>(data, std::move(options), std::move(cleaner), std::move(languages));
  // What is embedded was checked by the build, and most runs meet one language. Mistakes in a
  // directory show at once.
  if (!data.is_embedded()) {
    for (const auto& layers : impl->layers)
      ANNALS_TRY(layers->load());
  }
  return Pipeline(std::move(impl));
}

Result<v1::ArticleRecord> Pipeline::run(const RawRecord& raw) const {
  v1::ArticleRecord record;
  ANNALS_TRY(run(raw, record));
  return record;
}

Result<v1::ArticleRecord> Pipeline::annotate(v1::Article article) const {
  v1::ArticleRecord record;
  *record.mutable_article() = std::move(article);
  ANNALS_TRY(annotate(record));
  return record;
}

Status Pipeline::run(const RawRecord& raw, v1::ArticleRecord& record) const {
  try {
    ANNALS_ASSIGN(const Page page, parse_record(raw));
    ANNALS_ASSIGN(*record.mutable_article(), impl_->cleaner.clean(page, impl_->options.clean));
    return annotate(record);
  } catch (const std::exception& error) {
    // A library's exception that escaped its call: this article fails, the batch goes on.
    return fail(ErrorCode::kInternal,
                raw.file + ": record " + std::to_string(raw.record) + ": " + error.what());
  }
}

Status Pipeline::annotate(v1::ArticleRecord& record) const {
  record.set_engine_version(std::string(kEngineVersion));
  v1::Article& own = *record.mutable_article();
  std::string code = primary_language(own.language());
  if (code.empty()) code = impl_->languages.identify(own.text());
  own.set_language(code);
  Layers* const layers = impl_->find(code);
  if (layers == nullptr) {
    add_note(own, code.empty() ? "language not recognised: kept without annotations"
                               : "no language pack for \"" + code + "\": kept without annotations");
    return {};
  }
  ANNALS_TRY(layers->load());
  const Analysis analysis = layers->language->analyse(own);
  add_sentences(analysis, record);
  add_sketch(analysis, record);
  if (layers->times) layers->times->tag(analysis, record);
  if (layers->actors) layers->actors->find(analysis, record);
  if (layers->events) layers->events->find(analysis, record);
  return {};
}

const Cleaner& Pipeline::cleaner() const {
  return impl_->cleaner;
}

const Languages& Pipeline::languages() const {
  return impl_->languages;
}

}  // namespace annals
