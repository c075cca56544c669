// Memory for one record after the other. A record consists of thousands of small messages and
// strings; here they are made side by side and dropped together.
//
// Thread safety: an arena belongs to one thread.
#pragma once

#include <cstddef>
#include <memory>

#include <google/protobuf/arena.h>

#include <annals/v1/record.pb.h>

namespace annals {

class RecordArena {
 public:
  // An empty record. The one before it is gone.
  v1::ArticleRecord& fresh() {
    arena_.Reset();
    return *google::protobuf::Arena::CreateMessage<v1::ArticleRecord>(&arena_);
  }

 private:
  // What an article of a few hundred words needs stays; what a longer one needs more is given back.
  static constexpr std::size_t kKept = std::size_t{512} << 10U;
  static constexpr std::size_t kMore = std::size_t{64} << 10U;
  static google::protobuf::ArenaOptions options(char* block) {
    google::protobuf::ArenaOptions out;
    out.initial_block = block;
    out.initial_block_size = kKept;
    out.start_block_size = kMore;
    out.max_block_size = kKept;
    return out;
  }

  std::unique_ptr<char[]> block_ = std::make_unique_for_overwrite<char[]>(kKept);
  google::protobuf::Arena arena_{options(block_.get())};
};

}  // namespace annals
