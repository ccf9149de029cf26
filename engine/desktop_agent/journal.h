// Journal: what the agent must not forget between two runs: who it is, which commands it began and how they ended.
// A small durable map of text; the keys are in agent.cc, except those of a kind of data, which begin with its name.
//
// Put and Erase are durable when they return. A journal that cannot write throws: the agent then ends, because nothing
// may be begun that would be forgotten.
#pragma once

#include <map>
#include <string>

#include "engine/async/task.h"

namespace ikp::desktop_agent {

class Journal {
 public:
  virtual ~Journal() = default;
  virtual async::Task<std::map<std::string, std::string>> Load() = 0;
  virtual async::Task<void> Put(std::string key, std::string value) = 0;
  // Erasing what is not there is fine.
  virtual async::Task<void> Erase(std::string key) = 0;
};

}  // namespace ikp::desktop_agent
