#include "core/train/story_generator.h"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/atomic_output.h"
#include "core/base/error.h"

namespace strato {

namespace {

using Word = const char*;

struct Pronouns {
    Word subject, object, possessive;
};
constexpr Pronouns she{"she", "her", "her"}, he{"he", "him", "his"};

struct Name {
    Word name;
    Pronouns pronouns;
};
constexpr std::array names{
    Name{"Anna", she}, Name{"Mira", she}, Name{"Lucy", she}, Name{"Sofia", she}, Name{"Ella", she}, Name{"Nina", she}, Name{"Rosa", she},
    Name{"Clara", she}, Name{"Tess", she}, Name{"Vera", she}, Name{"Ivan", he}, Name{"Tom", he}, Name{"Ben", he}, Name{"Leo", he},
    Name{"Max", he}, Name{"Oscar", he}, Name{"Paul", he}, Name{"Felix", he}, Name{"Hugo", he}, Name{"Mark", he}};
constexpr std::array kinds{"girl|boy", "fox", "rabbit", "bear", "mouse", "cat", "dog", "hedgehog", "duck", "goat", "squirrel", "owl"};
constexpr std::array characters{"little", "young", "brave", "shy", "curious", "kind", "clever", "sleepy", "cheerful", "careful"};
constexpr std::array places{"a small village", "a white house", "a deep forest", "an old mill", "a green valley", "a quiet town",
                            "a hut by the sea", "a cave in the hills", "a garden with a wall", "a barn near the road"};
constexpr std::array goals{"the river", "the market", "the lake", "the top of the hill", "the bridge", "the big oak", "the school",
                           "the field", "the bakery", "the harbour"};
constexpr std::array weather{"The sun was shining", "It was raining", "Snow was falling", "A cold wind was blowing", "Fog lay over the fields",
                             "The sky was clear", "Dark clouds came from the west", "The stars were still out"};
constexpr std::array colours{"red", "blue", "green", "yellow", "white", "black", "brown", "golden", "purple", "grey"};
constexpr std::array things{"ball", "kite", "hat", "boat", "book", "lamp", "bell", "drum", "scarf", "basket", "key", "box", "cup", "coat"};
struct Countable {
    Word one, many;
};
constexpr std::array countables{Countable{"apple", "apples"}, Countable{"pear", "pears"}, Countable{"nut", "nuts"}, Countable{"shell", "shells"},
                                Countable{"stone", "stones"}, Countable{"cake", "cakes"}, Countable{"egg", "eggs"}, Countable{"flower", "flowers"},
                                Countable{"button", "buttons"}, Countable{"candle", "candles"}};
constexpr std::array numbers{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"};
constexpr std::array moods{"happy", "sad", "proud", "tired", "afraid", "surprised", "angry", "calm"};
constexpr std::array mornings{"One morning", "One day", "In spring", "Last winter", "On Sunday", "On Monday", "One evening", "Long ago"};
constexpr std::array feelings{"fear", "joy", "hope", "pride"};
constexpr std::array hidingPlaces{"under the bed", "behind the door", "in the tall grass", "under a stone", "in the well", "on the roof",
                                  "between two trees", "in the boat"};
constexpr std::array morals{"a friend is worth more than gold", "it is good to share", "the longest way is often the safest",
                            "a kind word costs nothing", "small hands can do great things", "it is better to ask than to guess",
                            "who looks twice finds more", "a promise should be kept"};

struct Hero {
    Name name;
    Word kind;
};

// What the story so far has fixed, and the words of one sentence after another.
class Story {
public:
    explicit Story(Random& random) : random_(random) {
        hero_ = hero();
        do friend_ = hero();
        while (friend_.name.name == hero_.name.name);
        colour_ = pick(colours);
        thing_ = pick(things);
    }

    std::string tell() {
        opening();
        std::vector<void (Story::*)()> events{&Story::counting, &Story::losing, &Story::walking, &Story::talking, &Story::trading, &Story::feeling, &Story::journey};
        const std::size_t count = 2 + random_.below(3);
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t chosen = random_.below(events.size());
            (this->*events[chosen])();
            events.erase(events.begin() + static_cast<std::ptrdiff_t>(chosen));
        }
        ending();
        return std::move(text_);
    }

private:
    template <class Array>
    typename Array::value_type pick(const Array& from) { return from[random_.below(from.size())]; }
    bool coin() { return random_.below(2) == 0; }

    Hero hero() {
        const Name name = pick(names);
        const std::string kind = pick(kinds);
        if (kind.find('|') == std::string::npos) return {name, pick(std::span(kinds).subspan(1))};
        return {name, std::string(name.pronouns.subject) == "she" ? "girl" : "boy"};
    }

    static std::string capital(std::string text) {
        char& first = text.front();
        if (first >= 'a' && first <= 'z') first = static_cast<char>(first - 'a' + 'A');
        return text;
    }
    void say(std::string sentence) {
        if (!text_.empty()) text_ += ' ';
        text_ += capital(std::move(sentence));
    }

    std::string a(const std::string& what) const { return (std::string("aeiou").find(what[0]) == std::string::npos ? "a " : "an ") + what; }
    std::string heroName() { return random_.below(3) == 0 ? std::string("the ") + hero_.kind : std::string(hero_.name.name); }
    std::string subject() const { return hero_.name.pronouns.subject; }
    std::string object() const { return hero_.name.pronouns.object; }
    std::string possessive() const { return hero_.name.pronouns.possessive; }
    std::string friendName() const { return friend_.name.name; }
    std::string treasure() const { return std::string(colour_) + " " + thing_; }
    static std::string counted(std::size_t count, const Countable& what) {
        return std::string(numbers[count]) + " " + (count == 1 ? what.one : what.many);
    }

    void opening() {
        const std::string who = a(std::string(pick(characters)) + " " + hero_.kind) + " named " + hero_.name.name;
        const std::string place = pick(places);
        switch (random_.below(3)) {
            case 0: say("Once upon a time there was " + who + ". " + capital(subject()) + " lived in " + place + "."); break;
            case 1: say("In " + place + " lived " + who + "."); break;
            default: say("There once was " + who + " who lived in " + place + "."); break;
        }
        if (coin()) say(std::string(hero_.name.name) + " had " + a(treasure()) + " and loved it very much.");
        else say("More than anything " + std::string(hero_.name.name) + " loved " + possessive() + " " + treasure() + ".");
        say(std::string(pick(mornings)) + ", " + subject() + " met " + friendName() + ", " + a(std::string(pick(characters)) + " " + friend_.kind) + ".");
    }

    // Sums that come out right.
    void counting() {
        const Countable what = pick(countables);
        const std::size_t had = 2 + random_.below(6);
        say(heroName() + " had " + counted(had, what) + ".");
        if (coin()) {
            const std::size_t given = 1 + random_.below(had - 1);
            say(subject() + " gave " + counted(given, what) + " to " + friendName() + ".");
            say("Now " + subject() + " had " + counted(had - given, what) + " left.");
        } else {
            const std::size_t found = 1 + random_.below(5);
            say("Near " + std::string(pick(goals)) + " " + subject() + " found " + counted(found, what) + " more.");
            say("Together that made " + counted(had + found, what) + ".");
        }
    }

    // What was lost is found where it was left, in its colour.
    void losing() {
        const std::string where = pick(hidingPlaces);
        say("Then something bad happened. The " + treasure() + " was gone!");
        say(heroName() + " had left it " + where + ", but " + subject() + " did not remember.");
        say("\"Have you seen my " + treasure() + "?\" asked " + hero_.name.name + ".");
        say(coin() ? "\"I saw it " + where + ",\" said " + friendName() + "." : "\"Let us look " + where + ",\" said " + friendName() + ".");
        say("They looked " + where + ", and there was the " + treasure() + ".");
    }

    void walking() {
        const std::string goal = pick(goals), sky = pick(weather);
        say(sky + ". " + capital(heroName()) + " wanted to go to " + goal + " with " + friendName() + ".");
        switch (random_.below(3)) {
            case 0: say("The way to " + goal + " was long, so they sang a song until they were there."); break;
            case 1: say("At " + goal + " they sat down and ate bread with cheese."); break;
            default: say("When they came to " + goal + ", nobody was there, so they went home again."); break;
        }
    }

    void talking() {
        const std::string mood = pick(moods);
        say("\"Why are you so " + mood + "?\" asked " + friendName() + ".");
        switch (random_.below(3)) {
            case 0: say("\"I am " + mood + " because of my " + treasure() + ",\" answered " + hero_.name.name + "."); break;
            case 1: say("\"I am not " + mood + ",\" answered " + std::string(hero_.name.name) + ", but it was not true."); break;
            default: say(hero_.name.name + std::string(" did not say why ") + subject() + " was " + mood + "."); break;
        }
    }

    // The new thing takes the place of the old one for the rest of the story.
    void trading() {
        const std::string old = treasure();
        colour_ = pick(colours);
        Word other = pick(things);
        while (other == thing_) other = pick(things);
        thing_ = other;
        say(friendName() + " had " + a(treasure()) + ". \"Will you trade it for my " + old + "?\" asked " + hero_.name.name + ".");
        say(friendName() + " thought about it and said yes. Now the " + old + " belonged to " + friendName() + " and the " + treasure() +
            " belonged to " + hero_.name.name + ".");
    }

    void feeling() {
        const std::string feeling = pick(feelings);
        say("At night " + heroName() + " could not sleep. There was " + feeling + " in " + possessive() + " heart.");
        say(coin() ? subject() + " told " + friendName() + " about the " + feeling + ", and then it was easier."
                   : "In the morning the " + feeling + " was still there, and " + subject() + " kept it for " + (hero_.name.pronouns.subject == he.subject ? "himself" : "herself") + ".");
    }

    // The way back passes the same places the other way round.
    void journey() {
        std::vector<Word> stops;
        const std::size_t count = 2 + random_.below(3);
        while (stops.size() < count) {
            const Word stop = pick(goals);
            if (std::find(stops.begin(), stops.end(), stop) == stops.end()) stops.push_back(stop);
        }
        std::string there = "First they went to " + std::string(stops[0]), back = "On the way back they passed " + std::string(stops.back());
        for (std::size_t i = 1; i < count; ++i) {
            there += std::string(", then to ") + stops[i];
            back += std::string(", then ") + stops[count - 1 - i];
        }
        say(std::string(hero_.name.name) + " and " + friendName() + " went on a journey. " + there + ". " + back + ", and then they were home.");
    }

    void ending() {
        switch (random_.below(3)) {
            case 0: say("In the end " + std::string(hero_.name.name) + " went home with the " + treasure() + " and was " + std::string(pick(moods)) + "."); break;
            case 1: say(std::string(hero_.name.name) + " and " + friendName() + " stayed friends, and the " + treasure() + " was never lost again."); break;
            default: say("That evening " + std::string(hero_.name.name) + " put the " + treasure() + " next to " + possessive() + " bed and slept well."); break;
        }
        say(std::string(hero_.name.name) + " had learned that " + pick(morals) + ".");
    }

    Random& random_;
    Hero hero_{}, friend_{};
    Word colour_ = nullptr, thing_ = nullptr;
    std::string text_;
};

}  // namespace

std::string StoryGenerator::next() { return Story(random_).tell(); }

int writeStories(std::uint64_t seed, std::int64_t bytes, const std::filesystem::path& file) {
    if (bytes <= 0) throw UsageError("ask for at least one byte of stories");
    const bool lines = file.extension() == ".jsonl";
    StoryGenerator stories(seed);
    AtomicFile output(file);
    int count = 0;
    for (std::int64_t written = 0; written < bytes; ++count) {
        std::string story = stories.next();
        story = lines ? nlohmann::json{{"text", story}}.dump() + "\n" : (count > 0 ? "\n" : "") + story + "\n";
        output.write(story);
        written += static_cast<std::int64_t>(story.size());
    }
    output.commit();
    return count;
}

}  // namespace strato
