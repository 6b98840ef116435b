// The sample against docs/vectors.json, read with Gson; the sample itself needs no library.
// `QingheHostTest tokens FOLDER ORIGIN GATEWAY` prints tokens for a gateway to judge; otherwise the first argument is the file.

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

public final class QingheHostTest {
    private static final QingheHost.Student ANNA = new QingheHost.Student("20230417", 15, "s-017", "9", "初三(2)班", null);
    private static int checks;
    private static int faults;

    private static void same(Object found, Object expected, String what) {
        checks += 1;
        if (!found.equals(expected)) {
            faults += 1;
            System.err.printf("%s%n  found    %s%n  expected %s%n", what, found, expected);
        }
    }

    private static byte[] bytes(JsonElement text) {
        return Base64.getUrlDecoder().decode(text.getAsString());
    }

    private static JsonObject claimsOf(String token) {
        return JsonParser.parseString(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), UTF_8)).getAsJsonObject();
    }

    private static int number(JsonObject from, String name) {
        return from.has(name) ? from.get(name).getAsInt() : 0;
    }

    private static byte[] body(JsonObject vectors, JsonObject sent) {
        for (JsonElement one : vectors.getAsJsonArray("envelopes")) {
            if (!one.getAsJsonObject().get("name").equals(sent.get("name"))) continue;
            byte[] whole = bytes(one.getAsJsonObject().get("bytes"));
            byte[] body = Arrays.copyOf(whole, whole.length + number(sent, "append") - number(sent, "cut"));
            if (sent.has("xor")) {
                JsonObject turn = sent.getAsJsonObject("xor");
                body[number(turn, "at")] ^= (byte) number(turn, "with");
            }
            return body;
        }
        throw new IllegalStateException("no envelope " + sent);
    }

    private static Map<String, Object> with(Map<String, Object> claims, Map<String, Object> change) {
        Map<String, Object> all = new LinkedHashMap<>(claims);
        all.putAll(change);
        return all;
    }

    private static Map<String, Object> tokens(QingheHost host) throws GeneralSecurityException {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = host.claims(ANNA, now);
        String[] valid = host.sign(claims).split("\\.");
        String[] older = host.sign(with(claims, Map.of("age", 16))).split("\\.");
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("valid", String.join(".", valid));
        all.put("replayed", host.sign(with(claims, Map.of("sub", host.pseudonym("20230418")))));
        all.put("expired", host.sign(host.claims(ANNA, now - 90_000)));
        all.put("audience", host.sign(with(host.claims(ANNA, now), Map.of("aud", "https://elsewhere.example"))));
        all.put("altered", String.join(".", valid[0], older[1], valid[2]));
        all.put("oversized", host.sign(with(host.claims(ANNA, now), Map.of("note", "x".repeat(3000)))));
        return all;
    }

    private static void keyAndNames(QingheHost host, JsonObject vectors) throws GeneralSecurityException {
        JsonObject theirs = vectors.getAsJsonObject("host");
        same(JsonParser.parseString(host.jwks), theirs.get("jwks"), "the key set");
        same(new JsonPrimitive(host.header), theirs.get("header"), "the header");
        for (JsonElement each : vectors.getAsJsonArray("pseudonyms")) {
            JsonObject one = each.getAsJsonObject();
            String found = host.pseudonym(one.get("person").getAsString());
            same(found, one.get("sub").getAsString(), "the pseudonym of " + one.get("person"));
        }
        for (JsonElement each : vectors.getAsJsonArray("ages")) {
            JsonObject one = each.getAsJsonObject();
            LocalDate[] days = {LocalDate.parse(one.get("birthday").getAsString()), LocalDate.parse(one.get("on").getAsString())};
            same(QingheHost.ageOn(days[0], days[1]), one.get("age").getAsInt(), "an age " + one);
        }
    }

    private static void launches(QingheHost host, JsonObject vectors) throws GeneralSecurityException {
        long now = vectors.get("now").getAsLong();
        JsonObject one = claimsOf(host.sign(host.claims(ANNA, now)));
        JsonObject two = claimsOf(host.sign(host.claims(ANNA, now)));
        String launch = one.remove("jti").getAsString();
        JsonObject expected = vectors.getAsJsonObject("launch").getAsJsonObject("claims").deepCopy();
        expected.remove("jti");
        same(one, expected, "the claims");
        same(launch.matches("[\\w-]{16,64}"), true, "the form of a launch id");
        same(launch.equals(two.get("jti").getAsString()), false, "a launch id of its own for every token");
        QingheHost.Student agreed = new QingheHost.Student("20230417", 13, "s-017", "9", "\"9\\2\"", "c-1");
        JsonObject claims = claimsOf(host.sign(host.claims(agreed, now)));
        same(claims.get("consent").getAsString(), "c-1", "the guardian's consent");
        same(claims.get("class").getAsString(), agreed.form(), "a code with quotes");
        for (int nth = 0; nth < 600; nth++) {
            String token = host.sign(Map.of("nth", nth));
            if (token.split("\\.")[2].length() != 86 || host.refuses(token, new byte[QingheHost.ENVELOPE]) != 0) {
                same(token, "", "a signature that has 64 bytes and holds");
            }
        }
    }

    private static void exchanges(QingheHost host, JsonObject vectors) throws GeneralSecurityException {
        for (JsonElement each : vectors.getAsJsonArray("exchanges")) {
            JsonObject one = each.getAsJsonObject();
            String token = one.get("token").isJsonNull() ? "" : one.get("token").getAsString();
            String expected = one.get("host").getAsString().replace("forwards", "0");
            int found = host.refuses(token, body(vectors, one.getAsJsonObject("envelope")));
            same(String.valueOf(found), expected, one.get("name").getAsString());
        }
    }

    public static void main(String[] args) throws IOException, GeneralSecurityException {
        if (args[0].equals("tokens")) {
            Path folder = Path.of(args[1]);
            String pem = Files.readString(folder.resolve("launch-key.pem"));
            byte[] secret = Files.readAllBytes(folder.resolve("pseudonym-secret"));
            System.out.println(new Gson().toJson(tokens(new QingheHost(args[2], args[3], pem, secret))));
            return;
        }
        JsonObject vectors = JsonParser.parseString(Files.readString(Path.of(args[0]))).getAsJsonObject();
        JsonObject theirs = vectors.getAsJsonObject("host");
        String gateway = vectors.getAsJsonObject("gateway").get("origin").getAsString();
        byte[] secret = bytes(theirs.get("pseudonymSecret"));
        QingheHost host = new QingheHost(theirs.get("origin").getAsString(), gateway, theirs.get("key").getAsString(), secret);
        keyAndNames(host, vectors);
        launches(host, vectors);
        exchanges(host, vectors);
        System.out.printf("%d checks, %d faults%n", checks, faults);
        System.exit(faults == 0 && checks > 30 ? 0 : 1);
    }
}
