// A portal's side of Qinghe in one file: signs launch tokens, shows the element, passes envelopes on.
// Java 17 or newer, standard library only. Contract: docs/wire.md. Start: java QingheHost.java

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public final class QingheHost {
    static final int ENVELOPE = 2048;
    static final int TOKEN_MAX = 4096;
    static final int LIFE_S = 600;
    static final String BATTERY = "mood-and-anxiety";
    private static final String ES256 = "SHA256withECDSAinP1363Format";
    private static final int POINT = 65;
    /** What stands before an uncompressed P-256 point in a SubjectPublicKeyInfo. */
    private static final byte[] SPKI = HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

    /** Whoever is signed in. `consent` only where a guardian has agreed; under 14 it must be there, else it is null. */
    public record Student(String id, int age, String school, String grade, String form, String consent) {}

    final String gateway;
    final String header;
    final String jwks;
    private final String origin;
    private final byte[] secret;
    private final PrivateKey key;
    private final PublicKey publicKey;

    /**
     * @param origin  of this portal, and its `iss`
     * @param gateway the gateway's `public_origin`, to the letter
     * @param pem     P-256 key in PKCS #8, as openssl writes it
     * @param secret  32 random bytes; whoever has it can turn people into pseudonyms
     */
    public QingheHost(String origin, String gateway, String pem, byte[] secret) throws GeneralSecurityException {
        this.origin = origin;
        this.gateway = gateway;
        this.secret = secret;
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        KeyFactory keys = KeyFactory.getInstance("EC");
        key = keys.generatePrivate(new PKCS8EncodedKeySpec(der));
        // Java cannot compute the public point; openssl writes it at the end of the file.
        byte[] point = Arrays.copyOfRange(der, der.length - POINT, der.length);
        byte[] spki = Arrays.copyOf(SPKI, SPKI.length + POINT);
        System.arraycopy(point, 0, spki, SPKI.length, POINT);
        publicKey = keys.generatePublic(new X509EncodedKeySpec(spki));
        String x = b64(Arrays.copyOfRange(point, 1, 33));
        String y = b64(Arrays.copyOfRange(point, 33, POINT));
        // RFC 7638 names the key by its content, so another key has another name.
        String members = "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + x + "\",\"y\":\"" + y + "\"}";
        String kid = b64(MessageDigest.getInstance("SHA-256").digest(members.getBytes(UTF_8)));
        header = "{\"alg\":\"ES256\",\"kid\":\"" + kid + "\",\"typ\":\"qinghe-launch+jwt\"}";
        Map<String, Object> jwk = new LinkedHashMap<>(Map.of("kty", "EC", "crv", "P-256", "alg", "ES256", "use", "sig"));
        jwk.putAll(Map.of("kid", kid, "x", x, "y", y));
        jwks = "{\"keys\":[" + json(jwk) + "]}";
        if (!signed(sign(Map.of()))) {
            throw new GeneralSecurityException("launch-key.pem does not end with its public point; make it with openssl genpkey");
        }
    }

    /** Always the same for this person and gateway, and nothing of the person in it. */
    public String pseudonym(String person) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return b64(mac.doFinal((gateway + " " + person).getBytes(UTF_8)));
    }

    /** No name, no student number, no birth date: the token travels with every envelope. */
    public Map<String, Object> claims(Student student, long now) throws GeneralSecurityException {
        byte[] launch = new byte[16];
        new SecureRandom().nextBytes(launch);
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", origin);
        claims.put("aud", gateway);
        claims.put("sub", pseudonym(student.id()));
        claims.put("jti", b64(launch));
        claims.put("iat", now);
        claims.put("exp", now + LIFE_S);
        claims.put("role", "student");
        claims.put("battery", BATTERY);
        claims.put("age", student.age());
        claims.put("school", student.school());
        claims.put("grade", student.grade());
        claims.put("class", student.form());
        if (student.consent() != null) claims.put("consent", student.consent());
        return claims;
    }

    public String sign(Map<String, Object> claims) throws GeneralSecurityException {
        String input = b64(header.getBytes(UTF_8)) + "." + b64(json(claims).getBytes(UTF_8));
        Signature signer = Signature.getInstance(ES256);
        signer.initSign(key);
        signer.update(input.getBytes(UTF_8));
        return input + "." + b64(signer.sign());
    }

    /**
     * Status to refuse with, or 0 to pass on. Times, audience and repetition are the gateway's to judge: it takes an
     * urgent notice even when the token has run out.
     */
    public int refuses(String token, byte[] body) throws GeneralSecurityException {
        if (!signed(token)) return 401;
        if (body.length > ENVELOPE) return 413;
        return body.length < ENVELOPE ? 400 : 0;
    }

    /** The header is compared to the letter, so nobody else chooses the algorithm. */
    private boolean signed(String token) throws GeneralSecurityException {
        String[] parts = token.length() > TOKEN_MAX ? new String[0] : token.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(b64(header.getBytes(UTF_8)))) return false;
        Signature verifier = Signature.getInstance(ES256);
        verifier.initVerify(publicKey);
        verifier.update((parts[0] + "." + parts[1]).getBytes(UTF_8));
        try {
            return verifier.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            return false;
        }
    }

    public String page(String token) {
        return """
            <!doctype html>
            <html lang="zh-Hans">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>心理健康</title>
            <script src="%1$s/qinghe.js" async></script></head>
            <body><qinghe-screening gateway="%1$s" battery="%2$s" token="%3$s" lang="zh-Hans"></qinghe-screening></body>
            </html>
            """.formatted(gateway, BATTERY, token);
    }

    /** Whole years between two days. */
    static int ageOn(LocalDate birthday, LocalDate today) {
        return Period.between(birthday, today).getYears();
    }

    static String b64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Text and whole numbers are all that a token holds. Where your portal has Jackson or Gson, use that. */
    static String json(Map<String, Object> values) {
        return values.entrySet().stream()
            .map(one -> quoted(one.getKey()) + ":" + (one.getValue() instanceof Number number ? number : quoted(one.getValue())))
            .collect(Collectors.joining(",", "{", "}"));
    }

    private static String quoted(Object text) {
        return String.valueOf(text).chars()
            .mapToObj(c -> c < ' ' || c == '"' || c == '\\' ? "\\u%04x".formatted(c) : String.valueOf((char) c))
            .collect(Collectors.joining("", "\"", "\""));
    }

    /** Yours: whoever is signed in, from your session and your records. */
    static Student signedIn() {
        LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
        return new Student("20230417", ageOn(LocalDate.of(2011, 9, 1), today), "s-017", "9", "9-2", null);
    }

    private void showPage(HttpExchange exchange) throws IOException, GeneralSecurityException {
        String policy = "default-src 'none'; script-src %1$s; frame-src %1$s; base-uri 'none'; form-action 'none'";
        exchange.getResponseHeaders().set("content-security-policy", policy.formatted(gateway));
        String token = sign(claims(signedIn(), Instant.now().getEpochSecond()));
        answer(exchange, 200, "text/html; charset=utf-8", page(token).getBytes(UTF_8));
    }

    /** Passes an envelope and its answer on unchanged, and keeps nothing. Neither is written to a log. */
    private void forward(HttpExchange exchange, HttpClient client, String reach)
        throws IOException, GeneralSecurityException, InterruptedException {
        String given = exchange.getRequestHeaders().getFirst("authorization");
        String token = given == null ? "" : given.replaceFirst("^Bearer ", "");
        byte[] body = exchange.getRequestBody().readNBytes(ENVELOPE + 1);
        int status = refuses(token, body);
        if (status != 0) {
            // Not in the gateway's form, so that our refusal silences no notice: the sender keeps it and tries again.
            answer(exchange, status, "text/plain", "refused by the portal\n".getBytes(UTF_8));
            return;
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(reach + "/v1/envelopes"))
            .header("authorization", "Bearer " + token)
            .header("content-type", "application/octet-stream")
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
        HttpResponse<byte[]> found = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        found.headers().firstValue("retry-after").ifPresent(later -> exchange.getResponseHeaders().set("retry-after", later));
        String kind = found.headers().firstValue("content-type").orElse("application/octet-stream");
        answer(exchange, found.statusCode(), kind, found.body());
    }

    private static void answer(HttpExchange exchange, int status, String kind, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("content-type", kind);
        exchange.getResponseHeaders().set("cache-control", "no-store");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private void serve(int port, String reach) throws IOException {
        HttpClient client = HttpClient.newHttpClient();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            try {
                switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
                    case "GET /" -> showPage(exchange);
                    case "GET /.well-known/jwks.json" -> answer(exchange, 200, "application/json", jwks.getBytes(UTF_8));
                    case "POST /qinghe/v1/envelopes" -> forward(exchange, client, reach);
                    default -> answer(exchange, 404, "text/plain", new byte[0]);
                }
            } catch (IOException | GeneralSecurityException | InterruptedException failed) {
                answer(exchange, 502, "text/plain", "the gateway does not answer\n".getBytes(UTF_8));
            } finally {
                exchange.close();
            }
        });
        server.start();
    }

    public static void main(String[] args) throws IOException, GeneralSecurityException {
        Map<String, String> env = System.getenv();
        Path folder = Path.of(env.getOrDefault("QINGHE_SECRETS", "."));
        String pem = Files.readString(folder.resolve("launch-key.pem"));
        byte[] secret = Files.readAllBytes(folder.resolve("pseudonym-secret"));
        String gateway = env.get("QINGHE_GATEWAY");
        QingheHost host = new QingheHost(env.get("QINGHE_ORIGIN"), gateway, pem, secret);
        // How this server reaches the gateway, where that is not its public address.
        String reach = env.getOrDefault("QINGHE_REACH", gateway);
        host.serve(Integer.parseInt(env.getOrDefault("PORT", "8400")), reach);
    }
}
