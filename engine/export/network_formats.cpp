#include "engine/export/network_formats.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "engine/base/day.h"
#include "engine/base/xml.h"
#include "engine/export/words.h"

namespace annals {
namespace {

std::string xml(std::string_view text) {
  std::string out;
  append_xml(out, text, XmlControls::kBlank);
  return out;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return out + "\"";
}

// The events that links list.
std::map<std::string_view, const v1::NetworkEvent*> events_by_id(const v1::Network& network) {
  std::map<std::string_view, const v1::NetworkEvent*> out;
  for (const v1::NetworkEvent& event : network.events())
    out[event.entry_id()] = &event;
  return out;
}

std::string what(const v1::NetworkEvent& event) {
  const std::string& name = event.event_class().empty() ? event.predicate() : event.event_class();
  return event.polarity() == v1::POLARITY_NEGATIVE ? "no " + name : name;
}

class Links {
 public:
  explicit Links(const v1::Network& network) : events_(events_by_id(network)) {}

  // Kinds of the link's listed events, the best supported first, each once.
  std::string classes(const v1::NetworkLink& link) const {
    std::string out;
    std::vector<std::string> seen;
    for (const std::string& id : link.entry_ids()) {
      const auto at = events_.find(id);
      if (at == events_.end()) continue;
      std::string name = what(*at->second);
      if (std::find(seen.begin(), seen.end(), name) != seen.end()) continue;
      out += (out.empty() ? "" : ", ") + name;
      seen.push_back(std::move(name));
    }
    return out;
  }

 private:
  std::map<std::string_view, const v1::NetworkEvent*> events_;
};

std::string days_text(const v1::NetworkLink& link) {
  if (!link.has_first_day()) return "";
  const std::string first = day_text(link.first_day());
  return link.first_day() == link.last_day() ? first : first + "/" + day_text(link.last_day());
}

// ` start="…" end="…"` of a GEXF element that has days.
template <class Message>
std::string spell(const Message& message) {
  if (!message.has_first_day()) return "";
  return fmt::format(R"( start="{}" end="{}")", day_text(message.first_day()),
                     day_text(message.last_day()));
}

}  // namespace

std::string to_dot(const v1::Network& network) {
  const Links links(network);
  std::string out = fmt::format("graph {} {{\n  node [shape=box];\n", quoted(network.title()));
  for (const v1::NetworkActor& actor : network.actors()) {
    out += fmt::format("  {} [label={}, kind={}, salience={:.6f}];\n", quoted(actor.actor().id()),
                       quoted(actor.actor().name()), quoted(word(actor.actor().kind())),
                       actor.actor().salience());
  }
  for (const v1::NetworkLink& link : network.links()) {
    out += fmt::format("  {} -- {} [weight={}, label={}, days={}];\n", quoted(link.actor_a()),
                       quoted(link.actor_b()), link.event_count(), quoted(links.classes(link)),
                       quoted(days_text(link)));
  }
  return out + "}\n";
}

std::string to_graphml(const v1::Network& network) {
  const Links links(network);
  std::string out =
      R"(<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="name" for="node" attr.name="name" attr.type="string"/>
  <key id="kind" for="node" attr.name="kind" attr.type="string"/>
  <key id="salience" for="node" attr.name="salience" attr.type="double"/>
  <key id="degree" for="node" attr.name="degree" attr.type="int"/>
  <key id="betweenness" for="node" attr.name="betweenness" attr.type="double"/>
  <key id="events" for="all" attr.name="events" attr.type="int"/>
  <key id="what" for="edge" attr.name="what" attr.type="string"/>
  <key id="first_day" for="all" attr.name="first_day" attr.type="string"/>
  <key id="last_day" for="all" attr.name="last_day" attr.type="string"/>
  <graph edgedefault="undirected">
)";
  const auto data = [&](const char* key, const std::string& value) {
    out += fmt::format("      <data key=\"{}\">{}</data>\n", key, xml(value));
  };
  const auto days = [&](const auto& message) {
    if (!message.has_first_day()) return;
    data("first_day", day_text(message.first_day()));
    data("last_day", day_text(message.last_day()));
  };
  for (const v1::NetworkActor& actor : network.actors()) {
    out += fmt::format("    <node id=\"{}\">\n", xml(actor.actor().id()));
    data("name", actor.actor().name());
    data("kind", word(actor.actor().kind()));
    data("salience", fmt::format("{:.6f}", actor.actor().salience()));
    data("degree", std::to_string(actor.degree()));
    data("betweenness", fmt::format("{:.6f}", actor.betweenness()));
    data("events", std::to_string(actor.events()));
    days(actor);
    out += "    </node>\n";
  }
  for (const v1::NetworkLink& link : network.links()) {
    out += fmt::format("    <edge source=\"{}\" target=\"{}\">\n", xml(link.actor_a()),
                       xml(link.actor_b()));
    data("events", std::to_string(link.event_count()));
    data("what", links.classes(link));
    days(link);
    out += "    </edge>\n";
  }
  return out + "  </graph>\n</graphml>\n";
}

std::string to_gexf(const v1::Network& network) {
  const Links links(network);
  std::string out = R"(<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
  <graph mode="dynamic" timeformat="date" defaultedgetype="undirected">
    <attributes class="node">
      <attribute id="kind" title="kind" type="string"/>
      <attribute id="salience" title="salience" type="double"/>
      <attribute id="betweenness" title="betweenness" type="double"/>
    </attributes>
    <attributes class="edge">
      <attribute id="what" title="what" type="string"/>
    </attributes>
    <nodes>
)";
  for (const v1::NetworkActor& actor : network.actors()) {
    out += fmt::format(R"(      <node id="{}" label="{}"{}>
        <attvalues>
          <attvalue for="kind" value="{}"/>
          <attvalue for="salience" value="{:.6f}"/>
          <attvalue for="betweenness" value="{:.6f}"/>
        </attvalues>
      </node>
)",
                       xml(actor.actor().id()), xml(actor.actor().name()), spell(actor),
                       word(actor.actor().kind()), actor.actor().salience(), actor.betweenness());
  }
  out += "    </nodes>\n    <edges>\n";
  for (int i = 0; i < network.links_size(); ++i) {
    const v1::NetworkLink& link = network.links(i);
    out += fmt::format(R"(      <edge id="{}" source="{}" target="{}" weight="{}"{}>
        <attvalues>
          <attvalue for="what" value="{}"/>
        </attvalues>
      </edge>
)",
                       i, xml(link.actor_a()), xml(link.actor_b()), link.event_count(), spell(link),
                       xml(links.classes(link)));
  }
  return out + "    </edges>\n  </graph>\n</gexf>\n";
}

std::string network_text(const v1::Network& network) {
  const Links links(network);
  std::map<std::string_view, std::string_view> names;
  std::string out = "salience  between  links  events  actor\n";
  for (const v1::NetworkActor& actor : network.actors()) {
    names[actor.actor().id()] = actor.actor().name();
    out += fmt::format("  {:.4f}   {:.4f}  {:>5}  {:>6}  {}\n", actor.actor().salience(),
                       actor.betweenness(), actor.degree(), actor.events(), actor.actor().name());
  }
  out += "\nevents  link\n";
  for (const v1::NetworkLink& link : network.links()) {
    out += fmt::format("{:>6}  {} — {}", link.event_count(), names[link.actor_a()],
                       names[link.actor_b()]);
    const std::string days = days_text(link);
    if (!days.empty()) out += "  " + days;
    const std::string classes = links.classes(link);
    out += classes.empty() ? "\n" : "  " + classes + "\n";
  }
  return out;
}

}  // namespace annals
